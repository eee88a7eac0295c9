/**
 * Pseudo-likelihood of existing text: the probability of each token given everything around it. Every fourth token is
 * masked in turn, four passes a block, so that each is predicted with its neighbours visible. Source: masked language
 * model scoring (Salazar et al. 2020), with a stride instead of one pass per token.
 */
import { EngineError } from '../protocol/errors';
import type { Span, TokenScore } from '../protocol/messages';
import { lineBreakOf } from '../text/lineBreaks';
import type { Token } from '../text/tokenizer';
import type { Prediction } from './canvasModel';
import type { RunHooks, Tools } from './denoise';
import { recollect } from './recall/recollect';
import { ownTurn } from './turn';
import { nameTokens, withLineBreaks } from './describe';
import { checkSpan } from './holes';
import { frameOf } from './instruction';
import type { Surroundings } from './scene';
import { requireMask } from './settings';
import { contextOf, spaceOf } from './spanContext';

const STRIDE = 4;
/** Most tokens of one request. */
const MAX_SCORED_TOKENS = 16384;

export interface ScoreJob {
  readonly text: string;
  readonly span: Span;
  /** What the text was written to, for models that take instructions: it is seen beside everything around. */
  readonly instruction?: string;
}

/** One score per token of the span that covers text, in order. Throws an `input` error if the span does not fit. */
export async function score(tools: Tools, job: ScoreJob, hooks: Pick<RunHooks, 'turn'> = {}): Promise<TokenScore[]> {
  requireMask(tools.model, 'tell how likely a text is');
  checkSpan(job.text, job.span, 'range');
  const tokens = spanTokens(tools, job);
  const around = contextOf(tools, job);
  const frame = job.instruction === undefined ? {} : { frame: frameOf(tools, job.instruction) };
  const scores: TokenScore[] = [];
  for (let start = 0; start < tokens.length; start += tools.model.maxCells) {
    const end = Math.min(tokens.length, start + tools.model.maxCells);
    const ids = (part: readonly Token[]): number[] => part.map((token) => token.id);
    const predictions = await predictMasked(tools, hooks, {
      ...frame,
      before: around.before.concat(ids(tokens.slice(0, start))),
      cells: ids(tokens.slice(start, end)),
      after: ids(tokens.slice(end)).concat(around.after),
    });
    predictions.forEach((prediction, i) => {
      const token = tokens[start + i];
      const scored = token && toScore(tools, job, token, prediction);
      if (scored && scored.span.end > scored.span.start) scores.push(scored);
    });
  }
  return scores;
}

function spanTokens({ tokenizer }: Tools, { text, span }: ScoreJob): Token[] {
  const tooLong = new EngineError(
    'input',
    `the range is too long to score: at most ${MAX_SCORED_TOKENS} tokens, choose a smaller range`,
  );
  if (span.end - span.start > MAX_SCORED_TOKENS * STRIDE * 8) throw tooLong;
  const tokens = tokenizer.encode(text.slice(span.start - spaceOf(text, span), span.end));
  if (tokens.length > MAX_SCORED_TOKENS) throw tooLong;
  return tokens;
}

interface ScoredBlock extends Surroundings {
  readonly cells: readonly number[];
}

/**
 * What the model says of each of `asked` (all cells, if absent) when it and every fourth of them are masked, with the
 * cell's own id as target; nothing at the places of other cells.
 */
export async function predictMasked(
  tools: Tools,
  hooks: Pick<RunHooks, 'turn'>,
  block: ScoredBlock,
  asked: readonly number[] = block.cells.map((_, i) => i),
): Promise<Prediction[]> {
  const { model, tokenizer } = tools;
  const predictions: Prediction[] = [];
  for (let phase = 0; phase < Math.min(STRIDE, asked.length); phase++) {
    const rows = asked.filter((_, i) => i % STRIDE === phase);
    const masked = new Set(rows);
    const cells = block.cells.map((id, i) => (masked.has(i) ? model.specials.mask : id));
    const targets = rows.map((row) => block.cells[row] ?? model.specials.mask);
    const forbidden = tokenizer.controls;
    const request = { ...block, cells, rows, targets, forbidden };
    const said = await (hooks.turn ?? ownTurn)((signal) => model.predict(request, signal));
    const found = recollect(tools, request, said);
    rows.forEach((row, i) => {
      const prediction = found[i];
      if (prediction) predictions[row] = prediction;
    });
  }
  return predictions;
}

function toScore({ tokenizer }: Tools, { text, span }: ScoreJob, token: Token, prediction: Prediction): TokenScore {
  const origin = span.start - spaceOf(text, span);
  const at = { start: Math.max(span.start, origin + token.start), end: origin + token.end };
  const hidden = at.start - origin - token.start;
  const others = prediction.ids.flatMap((id, i) =>
    id === token.id ? [] : [{ id, probability: prediction.probabilities[i] ?? 0 }],
  );
  return {
    span: at,
    text: text.slice(at.start, at.end),
    probability: prediction.target ?? 0,
    alternatives: withLineBreaks(nameTokens(others, tokenizer), lineBreakOf(text)).map((other) =>
      hidden > 0 && other.text.startsWith(' ') ? { ...other, text: other.text.slice(hidden) } : other,
    ),
  };
}
