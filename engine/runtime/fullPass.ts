/** One pass over a whole sequence without any cache, as `remask logits` shows it. */
import { Output } from '../graph/signature';
import { EngineError } from '../protocol/errors';
import { floats, type GraphRows, type GraphRunner } from './graphRunner';
import { allocateKeyValues } from './keyValues';

/** Longest input: its mask is quadratic. */
const MAX_FULL_PASS = 2048;

export interface FullPass {
  readonly ids: readonly number[];
  /** All rows when absent. */
  readonly rows: readonly number[] | undefined;
  /** What the family needs besides. */
  readonly fields: Pick<GraphRows, 'streams' | 'mask' | 'wideMask'>;
}

/** Returns one array of vocabulary length per requested row. Throws EngineError `input` for ids or rows out of range. */
export async function fullPass(
  runner: GraphRunner,
  { ids, rows = ids.map((_, row) => row), fields }: FullPass,
): Promise<readonly Float32Array[]> {
  const { vocabulary } = runner.sizes;
  checkIds(ids, vocabulary);
  if (rows.length === 0 || rows.some((row) => !Number.isInteger(row) || row < 0 || row >= ids.length)) {
    throw new EngineError('input', `Rows must be given as numbers from 0 to ${ids.length - 1}.`);
  }
  const input = { ids, positions: ids.map((_, row) => row), past: allocateKeyValues(runner.sizes, 0), ...fields };
  const logits = floats((await runner.ask(input, { rows }, [Output.logits]))[Output.logits]);
  return rows.map((_, index) => logits.subarray(index * vocabulary, (index + 1) * vocabulary));
}

function checkIds(ids: readonly number[], vocabulary: number): void {
  if (ids.length === 0 || ids.length > MAX_FULL_PASS) {
    throw new EngineError('input', `Give between 1 and ${MAX_FULL_PASS} token ids, not ${ids.length}.`);
  }
  const stray = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary);
  if (stray !== undefined)
    throw new EngineError('input', `Token ids go from 0 to ${vocabulary - 1}; ${stray} does not.`);
}
