/** What the most parallel place proposes for a hole, as tokens. */
import type { PlannedCell } from '../../../text/canvas';
import type { Tokenizer } from '../../../text/tokenizer';
import type { Hint, HintSource } from '../../hint';
import { piecesAt, type Looked, type ProjectFile } from '../looked';
import { parallelTextFor, type ParallelText } from './parallelText';

/** Score below which a parallel is none: chosen on validation holes. */
const LEAST = 3;

/** What must be true of it. */
export interface Wish {
  readonly refused: readonly string[];
  readonly replaced: string;
  readonly accepts?: (text: string) => boolean;
}

/** For a hole whose cells are all open. `undefined`: nothing is parallel enough. */
export function parallelHint(
  tokenizer: Tokenizer,
  looked: Looked,
  cells: readonly PlannedCell[],
  wish: Wish,
): Hint | undefined {
  const { lead, tail } = piecesAt(cells);
  const { before, after, elsewhere } = looked;
  const words = elsewhere.map((file) => file.words);
  const found = parallelTextFor(before, after, words, { ...wish, least: LEAST });
  if (!found) return undefined;
  const ids = tokenizer.ids(lead + found.text + tail);
  return { ids, weight: weightOf(found.score), source: sourceOf(found, looked) };
}

/** What a parallel counts beside the model. Of those that score below 5 one in twelve is right, of those above 20 every second. */
function weightOf(score: number): number {
  return Math.min(0.95, 0.5 + 0.015 * score);
}

function sourceOf({ source: { of, start, end } }: ParallelText, { before, after, elsewhere }: Looked): HintSource {
  const inFile = typeof of === 'number' ? elsewhere[of] : undefined;
  if (inFile) return sourceInFile(inFile, start, end);
  const whole = of === 'before' ? before : after;
  const lines = breaksIn(of === 'before' ? whole.slice(start) : whole.slice(0, start));
  return { side: of === 'before' ? 'before' : 'behind', lines, text: whole.slice(start, end) };
}

export function sourceInFile({ words, path }: ProjectFile, start: number, end: number): HintSource {
  const lines = breaksIn(words.text.slice(0, start));
  return { side: 'elsewhere', path, lines, text: words.text.slice(start, end) };
}

const breaksIn = (text: string): number => text.split('\n').length - 1;
