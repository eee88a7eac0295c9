/**
 * Turns "re-denoise this text" into a hole: the least likely tokens are masked, the others pinned. Source: low-confidence
 * remasking (MaskGIT, CDLM's refinement loop), applied once to text that somebody else wrote.
 */
import { EngineError } from '../protocol/errors';
import type { HoleRequest, Span, TokenScore } from '../protocol/messages';
import type { RunHooks, Tools } from './denoise';
import { checkHoles } from './holes';
import { score } from './score';

export interface RemaskJob {
  readonly text: string;
  readonly span: Span;
  /** Share of the span's tokens to mask, in (0, 1]. */
  readonly strength: number;
  /** See `RemaskParams.instruction`. */
  readonly instruction?: string;
}

/** Throws an `input` error if the span is empty or does not fit. */
export async function remaskHole(
  tools: Tools,
  job: RemaskJob,
  hooks: Pick<RunHooks, 'turn'> = {},
): Promise<HoleRequest> {
  const { text, span, strength, instruction } = job;
  if (!(strength > 0 && strength <= 1)) throw new EngineError('input', 'strength must be above 0 and at most 1');
  checkHoles(text, [{ span }]);
  if (span.start === span.end) throw new EngineError('input', 'the range is empty: select the text to remask');
  if (strength === 1) return { span };
  const scores = await score(tools, { text, span, ...(instruction !== undefined && { instruction }) }, hooks);
  const masked = leastLikely(scores, Math.ceil(scores.length * strength));
  return {
    span,
    pins: mergeSpans(scores.filter((token) => !masked.has(token)).map((token) => token.span)),
    length: masked.size,
  };
}

function leastLikely(scores: readonly TokenScore[], count: number): ReadonlySet<TokenScore> {
  const ranked = [...scores].sort((a, b) => a.probability - b.probability || a.span.start - b.span.start);
  return new Set(ranked.slice(0, count));
}

/** Joins neighbours that touch. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && last.end === span.start) merged[merged.length - 1] = { start: last.start, end: span.end };
    else merged.push(span);
  }
  return merged;
}
