/**
 * Finds the tokens of existing text that look wrong and turns them into a hole with everything else pinned. A plain
 * masked model's opinion of a token that it sees says little about errors (CDLM, Zhang et al. 2025: the true error is its
 * least likely token in 15 % of cases), so each token is masked and scored without being seen. A token looks wrong if it
 * is improbable and the model is fairly sure of something else: rare is not wrong where nothing is probable.
 */
import { EngineError } from '../protocol/errors';
import type { HoleRequest, RunResult, Span, TokenScore } from '../protocol/messages';
import type { RunHooks, Tools } from './denoise';
import { checkHoles } from './holes';
import { mergeSpans } from './remask';
import { score } from './score';

export interface RepairJob {
  readonly text: string;
  readonly span: Span;
  /** How improbable a token must be to look wrong, in (0, 1]. */
  readonly below?: number;
  /** See `RepairParams.instruction`. */
  readonly instruction?: string;
}

const BELOW = 0.1;
/** How much likelier the best other token must be. */
const BETTER = 8;

/** `undefined` if nothing looks wrong. Throws an `input` error if the span is empty or does not fit. */
export async function repairHole(
  tools: Tools,
  { text, span, below = BELOW, instruction }: RepairJob,
  hooks: Pick<RunHooks, 'turn'> = {},
): Promise<HoleRequest | undefined> {
  if (!(below > 0 && below <= 1)) throw new EngineError('input', 'below must be above 0 and at most 1');
  checkHoles(text, [{ span }]);
  if (span.start === span.end) throw new EngineError('input', 'the range is empty: select the text to repair');
  const scores = await score(tools, { text, span, ...(instruction !== undefined && { instruction }) }, hooks);
  const wrong = new Set(scores.filter((token) => looksWrong(token, below)));
  if (wrong.size === 0) return undefined;
  const pins = mergeSpans(scores.filter((token) => !wrong.has(token)).map((token) => token.span));
  return { span, pins, length: wrong.size };
}

export function looksWrong({ probability, alternatives }: TokenScore, below: number): boolean {
  const best = alternatives[0]?.probability ?? 0;
  return probability < below && best >= Math.min(0.5, BETTER * probability);
}

/** The result of a repair that found nothing to do. */
export function unchanged(text: string, span: Span, about: Pick<RunResult, 'model' | 'seed'>): RunResult {
  const kept = text.slice(span.start, span.end);
  const cells = [{ text: kept, state: 'pinned' as const, confidence: 1, alternatives: [] }];
  return {
    holes: [{ span, text: kept, cells, confidence: 1 }],
    passes: 0,
    tokens: 0,
    contextRows: 0,
    ...about,
    ms: { load: 0, context: 0, firstPass: 0, total: 0 },
  };
}
