/** What drafts are judged by: the language servers, the engine's checks and the user's test task. Problems of old do not count. */
import type * as vscode from 'vscode';
import type { Checks, Problem, Span } from '../../engine/protocol/messages';
import type { Draft } from '../../engine/validate/rounds/draft';
import type { SessionShell } from '../flow/sessionShell';
import { checksFor } from './checks';
import { errorsOf } from './diagnostics';
import type { DraftCopy } from './draftCopy';
import { type Baseline, baselineOf, newProblems } from './newProblems';
import type { Original } from './stagedDraft';
import { findTask, taskProblems } from './testTask';

interface Given {
  readonly document: vscode.TextDocument;
  readonly copy: DraftCopy;
  readonly checks: Checks;
  /** What the language servers and the engine's checks found outside the holes before there was a draft. */
  readonly known: { readonly told: Baseline; readonly checked: Baseline };
  readonly task: vscode.Task | undefined;
  readonly save: JudgeOptions['save'];
}

export class Judge {
  constructor(private readonly given: Given) {}

  /** All that is wrong with a draft that stands in the document. */
  async problemsIn(draft: Draft, signal: AbortSignal): Promise<readonly Problem[]> {
    const { document, known, task } = this.given;
    const spans = spansOf(draft);
    const told = newProblems(errorsOf(document), spans, known.told);
    const checked = await this.check(draft);
    const tests = task ? await this.tested(task, draft, signal) : [];
    return distinct([...told, ...checked, ...tests]);
  }

  /** Tasks read the disk. */
  private async tested(task: vscode.Task, draft: Draft, signal: AbortSignal): Promise<readonly Problem[]> {
    await this.given.save(draft);
    return taskProblems(task, spansOf(draft), signal);
  }

  /** What the engine finds, wherever the draft stands. */
  async check(draft: Draft): Promise<Problem[]> {
    const { copy, checks, known } = this.given;
    return newProblems(await copy.check(draft, checks), spansOf(draft), known.checked);
  }
}

export interface JudgeOptions {
  /** The text before there was a draft. */
  readonly original: Original;
  /** What the language servers said of it, outside the holes. */
  readonly told: Baseline;
  /** Name of the test task; empty for none. */
  readonly task: string;
  /** Brings a draft that stands in the document to the disk. */
  readonly save: (draft: Draft) => Promise<void>;
}

export async function judgeOf(session: SessionShell, copy: DraftCopy, options: JudgeOptions): Promise<Judge> {
  const { document, services } = session;
  const { original, told, save } = options;
  const checks = await checksFor(document, services.log);
  const checked = baselineOf(await copy.check(original, checks), original.spans);
  const task = await findTask(options.task, document.uri);
  return new Judge({ document, copy, checks, known: { told, checked }, task, save });
}

function spansOf({ holes }: Draft): readonly Span[] {
  return holes.map(({ span }) => span);
}

/** The JSON language server and our own check find the same things; each place counts once. */
function distinct(problems: readonly Problem[]): Problem[] {
  const places = new Map(problems.map((problem) => [`${problem.span.start}-${problem.span.end}`, problem]));
  return [...places.values()];
}
