/**
 * Validate and remask: judge a draft, mask what is to blame, denoise it between what stays, judge again; keep the best.
 * Pure: judge and model are given. The loop is that of self-correcting decoders (low-confidence remasking, MaskGIT and
 * its successors) with a validator in place of the model's own doubt. What has stood in a draft judged before is banned:
 * no text is judged twice.
 */
import type { HoleRequest, HoleResult, Problem, RankedText, Span } from '../../protocol/messages';
import { candidatesFor, type Sources } from './candidates';
import { type Draft, isBetter, type Judged } from './draft';

/** What the loop needs of the world. All reject when `signal` aborts. */
export interface Ports {
  judge(draft: Draft, signal: AbortSignal): Promise<readonly Problem[]>;
  /** Runs the model on one hole of the draft. */
  fillIn(draft: Draft, hole: HoleRequest, signal: AbortSignal): Promise<HoleResult>;
  /** What may stand in place of a word of the draft, as far as its language is known; all of it, apt or not. */
  suggest?(draft: Draft, word: Span, signal: AbortSignal): Promise<readonly string[]>;
  /** The texts by how likely the model finds them in place of the span. Where absent, nothing known is tried. */
  rank?(draft: Draft, span: Span, texts: readonly string[], signal: AbortSignal): Promise<readonly RankedText[]>;
  /** How many problems checks find that cost next to nothing. Where absent, the likeliest candidate is judged. */
  sift?(draft: Draft, signal: AbortSignal): Promise<number>;
  /** Whether a draft may be kept at all, whatever the judge says of it. Where absent, all may. */
  allows?(draft: Draft): boolean;
}

export interface Limits {
  /** Rounds of remasking at most; 0 only judges. */
  readonly rounds: number;
  /** No round begins later than this many milliseconds after the start. */
  readonly budgetMs: number;
  /** Milliseconds, from any zero. */
  readonly now: () => number;
}

/** What is told as it happens. `best` is what would be kept if the loop were stopped now. */
export interface Progress {
  /** 0: the draft as it came. */
  readonly round: number;
  readonly latest: Judged;
  readonly best: Judged;
}

export interface Watch {
  readonly signal: AbortSignal;
  readonly onRound?: (progress: Progress) => void;
}

export interface Outcome {
  readonly best: Judged;
  /** Problems of the draft as it came. */
  readonly before: number;
  readonly rounds: number;
  /**
   * - `clean`: no problem is left.
   * - `rounds`, `time`: out of rounds, out of time.
   * - `nothing`: what is left to blame may not be changed, or nothing new comes to mind.
   */
  readonly ended: 'clean' | 'rounds' | 'time' | 'nothing';
}

export async function validateAndRemask(first: Draft, ports: Ports, limits: Limits, watch: Watch): Promise<Outcome> {
  const start = limits.now();
  const { signal, onRound } = watch;
  let best: Judged = { draft: first, problems: await ports.judge(first, signal) };
  const before = best.problems.length;
  const tried = new Set([first.text]);
  onRound?.({ round: 0, latest: best, best });
  for (let round = 1; ; round++) {
    const end = (ended: Outcome['ended']): Outcome => ({ best, before, rounds: round - 1, ended });
    if (best.problems.length === 0) return end('clean');
    if (round > limits.rounds) return end('rounds');
    if (limits.now() - start >= limits.budgetMs) return end('time');
    const draft = await nextDraft(best, round, ports, { tried, signal });
    if (!draft && round < limits.rounds) continue;
    if (!draft) return end('nothing');
    tried.add(draft.text);
    const latest = { draft, problems: await ports.judge(draft, signal) };
    if (isBetter(latest, best)) best = latest;
    onRound?.({ round, latest, best });
  }
}

interface Search {
  readonly tried: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

function sourcesOf(ports: Ports, signal: AbortSignal): Sources {
  return {
    fillIn: (draft, hole) => ports.fillIn(draft, hole, signal),
    advisers: ports.rank && {
      suggest: async (draft, word) => (await ports.suggest?.(draft, word, signal)) ?? [],
      rank: async (draft, span, texts) => (await ports.rank?.(draft, span, texts, signal)) ?? [],
    },
  };
}

/** The likeliest candidate not judged yet; where something can be told of it beforehand, the one with the least problems. */
async function nextDraft(best: Judged, round: number, ports: Ports, search: Search): Promise<Draft | undefined> {
  const { tried, signal } = search;
  const candidates = await candidatesFor(best, round, sourcesOf(ports, signal));
  const fresh = candidates.filter((draft) => !tried.has(draft.text) && (ports.allows?.(draft) ?? true));
  if (!ports.sift) return fresh[0];
  let found: { draft: Draft; count: number } | undefined;
  for (const draft of fresh) {
    const count = await ports.sift(draft, signal);
    if (!found || count < found.count) found = { draft, count };
    if (count === 0) break;
  }
  return found?.draft;
}
