/**
 * How well each of several texts would suit a place, for choosing among what is known to be possible there: names that a
 * language server lists, values that a schema allows. One pass over as many masks as a text has tokens says how likely its
 * first token is, and the others by themselves. Of the texts whose first token is the likeliest, each further token is
 * then asked for with those before it in place: the chain rule, left to right.
 */
import { EngineError } from '../protocol/errors';
import type { RankedText, Span } from '../protocol/messages';
import type { RunHooks, Tools } from './denoise';
import { checkSpan } from './holes';
import { frameOf } from './instruction';
import { recollect } from './recall/recollect';
import type { Surroundings } from './scene';
import { requireMask } from './settings';
import { contextOf, spaceOf } from './spanContext';
import { ownTurn } from './turn';

/** Most texts of one request. */
const MOST_TEXTS = 1000;
/** Texts whose tokens are asked for one after the other. */
const MOST_CHAINED = 12;

export interface RankJob {
  readonly text: string;
  /** What one of the texts would stand in place of. */
  readonly span: Span;
  readonly texts: readonly string[];
  /** See `ScoreJob`. */
  readonly instruction?: string;
}

/** The likeliest first; texts of more tokens than a canvas has cells are left out. Throws an `input` error for a bad job. */
export async function rank(tools: Tools, job: RankJob, hooks: Pick<RunHooks, 'turn'> = {}): Promise<RankedText[]> {
  requireMask(tools.model, 'tell how likely a text is');
  checkSpan(job.text, job.span, 'range');
  if (job.texts.length > MOST_TEXTS) {
    throw new EngineError('input', `${job.texts.length} texts to choose from: at most ${MOST_TEXTS}, leave some out`);
  }
  const byLength = new Map<number, Spelled[]>();
  for (const spelled of job.texts.map((text) => spell(tools, job, text))) {
    const { length } = spelled.ids;
    if (length === 0 || length > tools.model.maxCells) continue;
    const alike = byLength.get(length) ?? [];
    byLength.set(length, alike);
    alike.push(spelled);
  }
  const ask = asking(tools, hooks, surroundingsOf(tools, job));
  const rated: Rated[] = [];
  for (const [length, texts] of byLength) {
    const rows = await ask(length, [], [...Array(length).keys()]);
    rated.push(...texts.map((text) => ({ ...text, probabilities: text.ids.map((id, i) => rows[i]?.[id] ?? 0) })));
  }
  await chain(likeliestToBegin(rated), ask);
  return rated.map(rankedText).sort((a, b) => b.logProbability - a.logProbability);
}

interface Spelled {
  readonly text: string;
  readonly ids: readonly number[];
  /** What each token shows of the text; nothing of the space before it. */
  readonly pieces: readonly string[];
}

interface Rated extends Spelled {
  /** One per token. */
  readonly probabilities: number[];
}

function spell({ tokenizer }: Tools, { text, span }: RankJob, candidate: string): Spelled {
  const skipped = spaceOf(text, span);
  const tokens = tokenizer.encode(text.slice(span.start - skipped, span.start) + candidate);
  const pieces = tokens.map(({ start, end }) => candidate.slice(Math.max(0, start - skipped), end - skipped));
  return { text: candidate, ids: tokens.map(({ id }) => id), pieces };
}

function surroundingsOf(tools: Tools, job: RankJob): Surroundings {
  const frame = job.instruction === undefined ? {} : { frame: frameOf(tools, job.instruction) };
  return { ...frame, ...contextOf(tools, job) };
}

/** The probability of every token at each of `rows`. `decided`: the first of `length` cells, the others are masked. */
type Ask = (length: number, decided: readonly number[], rows: readonly number[]) => Promise<readonly Float32Array[]>;

function asking(tools: Tools, { turn = ownTurn }: Pick<RunHooks, 'turn'>, around: Surroundings): Ask {
  const { model, tokenizer } = tools;
  return async (length, decided, rows) => {
    const cells = Array.from({ length }, (_, i) => decided[i] ?? model.specials.mask);
    const request = { ...around, cells, rows, forbidden: tokenizer.controls, whole: true };
    const predictions = recollect(tools, request, await turn((signal) => model.predict(request, signal)));
    return predictions.map(({ distribution }) => distribution ?? new Float32Array());
  };
}

function likeliestToBegin(rated: readonly Rated[]): readonly Rated[] {
  const first = ({ probabilities: [p = 0] }: Rated): number => p;
  return [...rated].sort((a, b) => first(b) - first(a)).slice(0, MOST_CHAINED);
}

/** Asks for each further token with those before it in place. */
async function chain(rated: readonly Rated[], ask: Ask): Promise<void> {
  for (const { length, prefix, texts } of prefixesOf(rated)) {
    const [next] = await ask(length, prefix, [prefix.length]);
    for (const { ids, probabilities } of texts) probabilities[prefix.length] = next?.[ids[prefix.length] ?? 0] ?? 0;
  }
}

interface Prefix {
  /** Tokens of the texts, and those that they begin with. */
  readonly length: number;
  readonly prefix: readonly number[];
  readonly texts: Rated[];
}

/** What several texts share is asked for once. */
function prefixesOf(rated: readonly Rated[]): Iterable<Prefix> {
  const found = new Map<string, Prefix>();
  for (const text of rated) {
    const { length } = text.ids;
    for (let end = 1; end < length; end++) {
      const prefix = text.ids.slice(0, end);
      const name = `${length} ${prefix.join()}`;
      const known = found.get(name) ?? { length, prefix, texts: [] };
      found.set(name, known);
      known.texts.push(text);
    }
  }
  return found.values();
}

function rankedText({ text, pieces, probabilities }: Rated): RankedText {
  const logProbability = probabilities.reduce((sum, p) => sum + Math.log(Math.max(p, 1e-9)), 0);
  const cells = pieces.flatMap((piece, i) =>
    piece === '' ? [] : [{ text: piece, confidence: probabilities[i] ?? 0 }],
  );
  return { text, logProbability, cells };
}
