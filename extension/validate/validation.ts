/**
 * One validation of a session's staged text: judged where it stands, by the language servers, by the engine's checks and
 * by the user's test task; what is to blame is remasked in the engine's own copy, and the draft chosen there is staged to
 * be judged in turn. Ends by itself, when it is stopped, or when the user edits or decides: their hand comes first.
 */
import type { Problem, Span } from '../../engine/protocol/messages';
import { askAt, textsFor } from '../../engine/validate/rounds/completions';
import type { Draft } from '../../engine/validate/rounds/draft';
import { type Outcome, type Ports, type Progress, validateAndRemask } from '../../engine/validate/rounds/loop';
import type { EditSession } from '../flow/editSession';
import type { Settings } from '../settings';
import { completionsAt } from './completions';
import { diagnosticsAfterEdit } from './diagnostics';
import { DraftCopy } from './draftCopy';
import { type Judge, judgeOf } from './judge';
import type { Baseline } from './newProblems';
import { draftOf, originalOf } from './stagedDraft';
import { StagedText } from './stagedText';

/** How far a validation has come, as the lens tells it. */
export interface Verdict {
  readonly kind: 'running' | 'done';
  readonly round: number;
  readonly rounds: number;
  /** Of the best draft so far; `undefined` before anything was judged. */
  readonly problems: readonly Problem[] | undefined;
}

export interface ValidationFacts {
  readonly baseline: Baseline;
  /** The text has been written just now: the language servers have not seen it yet. */
  readonly isFresh: boolean;
}

export class Validation {
  private readonly abort = new AbortController();
  private readonly text: StagedText;
  private best: Draft | undefined;
  private verdict: Verdict;

  constructor(
    private readonly session: EditSession,
    private readonly facts: ValidationFacts,
    private readonly settings: Settings,
    private readonly tell: (verdict: Verdict) => void,
  ) {
    this.text = new StagedText(session);
    this.verdict = { kind: 'running', round: 0, rounds: settings.validateRounds, problems: undefined };
  }

  /** Keeps the best draft so far. */
  stop(): void {
    this.abort.abort();
  }

  /** Resolves when it is over, however it ends. Rejects only for failures of the engine. */
  async run(): Promise<void> {
    const { session } = this;
    if (session.state.kind !== 'staged') return;
    this.report({});
    const { document, services } = session;
    let copy: DraftCopy | undefined;
    const first = draftOf(document.getText(), session.state);
    const original = originalOf(document.getText(), session.state);
    const seen = this.facts.isFresh ? diagnosticsAfterEdit(document.uri, this.abort.signal) : Promise.resolve();
    seen.catch(() => undefined);
    try {
      copy = new DraftCopy(await services.engine.ready(), document.languageId, session.instruction);
      const judge = await judgeOf(session, copy, {
        original,
        told: this.facts.baseline,
        task: this.settings.validateTask,
        save: (draft) => this.text.save(draft),
      });
      await seen;
      this.logOutcome(await this.rounds(first, copy, judge));
    } catch (error) {
      if (!this.abort.signal.aborted) throw error;
    } finally {
      if (this.best) await this.text.show(this.best);
      copy?.close();
      this.report({ kind: 'done' });
    }
  }

  private rounds(first: Draft, copy: DraftCopy, judge: Judge): Promise<Outcome> {
    const ports: Ports = {
      judge: async (draft, signal) => {
        await this.show(draft, signal);
        return judge.problemsIn(draft, signal);
      },
      fillIn: (draft, hole, signal) => copy.fillIn(draft, hole, signal),
      sift: async (draft) => (await judge.check(draft)).length,
      suggest: (draft, word, signal) => this.suggest(draft, word, signal),
      rank: (draft, span, texts, signal) => copy.rank(draft, span, texts, signal),
    };
    const { validateRounds: rounds, validateSeconds } = this.settings;
    const limits = { rounds, budgetMs: validateSeconds * 1000, now: () => performance.now() };
    return validateAndRemask(first, ports, limits, {
      signal: this.abort.signal,
      onRound: (progress) => this.roundOver(progress),
    });
  }

  private roundOver({ round, best }: Progress): void {
    this.best = best.draft;
    this.report({ round: Math.min(round + 1, this.verdict.rounds), problems: best.problems });
  }

  private logOutcome({ best, before, rounds, ended }: Outcome): void {
    const left = best.problems.length;
    this.session.services.log.info(`validated: ${before} problems, ${left} left after ${rounds} rounds (${ended})`);
  }

  /** What the language servers list for the word. They know no text but the document's. */
  private async suggest(draft: Draft, word: Span, signal: AbortSignal): Promise<readonly string[]> {
    const at = askAt(draft.text, word);
    if (at === undefined) return [];
    const { document } = this.session;
    await this.stage(draft);
    signal.throwIfAborted();
    return textsFor(draft.text, word, await completionsAt(document, at));
  }

  /** Has the draft in the document, and waits until the language servers have seen it there. */
  private async show(draft: Draft, signal: AbortSignal): Promise<void> {
    const { document } = this.session;
    if (!this.text.shows(draft)) {
      const judged = diagnosticsAfterEdit(document.uri, signal);
      // Awaited below; an abort in between must not count as unhandled.
      judged.catch(() => undefined);
      await this.stage(draft);
      await judged;
    }
    signal.throwIfAborted();
  }

  /** Whoever else has changed the text or decided about it has the last word. */
  private async stage(draft: Draft): Promise<void> {
    if (!(await this.text.show(draft))) this.abort.abort();
    // Stopped while it was written: the best draft takes its place in the end.
    this.abort.signal.throwIfAborted();
  }

  private report(change: Partial<Verdict>): void {
    this.verdict = { ...this.verdict, ...change };
    this.tell(this.verdict);
  }
}
