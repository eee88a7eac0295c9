/**
 * One edit session in the editor: its pure state, the run behind it, and the document it is bound to. This class starts
 * and stops runs and follows the document; writing drafts is in `staging.ts`, deciding about them in `decide.ts`.
 */
import * as vscode from 'vscode';
import type { ContentChange, PassEvent, RunResult, Span, Syntax } from '../../engine/protocol/messages';
import type { EngineError } from '../../engine/protocol/errors';
import { lineEndingOf } from '../document/binding';
import { engineErrorOf } from '../engine/failure';
import { crossedBorder, sameAgain } from '../messages';
import { runLine } from '../report/runLine';
import { keptIn, pinsIn } from '../session/decisions';
import type { OpenHole } from '../session/holes';
import { recall } from '../session/history';
import { type LineEnding, withLineEnding } from '../session/lineEndings';
import { relined } from '../session/reline';
import { contains, touches } from '../session/spans';
import {
  type Converged,
  isLive,
  isOpen,
  isRunning,
  type LiveState,
  type OpenState,
  type Preparing,
  regionOf,
  type SessionState,
  type Staged,
  stagedPart,
} from '../session/state';
import {
  fail,
  giveUp,
  prepare,
  prepareAgain,
  prepareOutdated,
  rebaseSession,
  receivePass,
} from '../session/transitions';
import { branchFrom } from '../session/viewing';
import { failureMessage } from './failureMessage';
import { GhostTexts } from './ghostTexts';
import { decodeOptions, runOnce } from './run';
import type { Services } from './services';
import type { SessionShell } from './sessionShell';
import { finishRun, takeGhost } from './staging';
import { UndoRecord } from './undoRecord';
import { WaitingPieces } from './waitingPieces';

/** Typing inside a hole restarts its run; several keystrokes share one restart. */
const RESTART_AFTER_MS = 200;

/** Further seeds that a retry tries by itself. */
const MOST_SEEDS = 3;

/** How a session's holes are denoised. */
export interface Denoising {
  /** See `RunRequest.strength`. */
  readonly strength: number | undefined;
}

/** What a session is started with. */
export interface Asked extends Denoising {
  /** See `EditSession.instruction`. */
  readonly instruction?: string | undefined;
}

export interface SessionStart {
  readonly id: string;
  readonly document: vscode.TextDocument;
  /** Holes to denoise, or a draft that an earlier window has left, staged or not. */
  readonly state: Preparing | Staged | Converged;
  readonly asked: Asked;
}

export class EditSession implements SessionShell, vscode.Disposable {
  private current: SessionState;
  private abort = new AbortController();
  private restartTimer: NodeJS.Timeout | undefined;
  private attempt = 0;
  /** Texts of holes that were asked for again. */
  private shown: readonly string[] = [];
  private readonly changed = new vscode.EventEmitter<EditSession>();
  readonly onDidChange = this.changed.event;

  readonly waiting = new WaitingPieces();
  readonly undo: UndoRecord;
  readonly ghost = new GhostTexts();
  /** Upper bound of passes of the present run, if one was asked for. */
  passes: number | undefined;

  /** How the last run came to its text; `undefined` once the user has changed it, or if nobody checked. */
  syntax: Syntax | undefined;

  /** What the model is told in words; every run of the session carries it, whatever else changes from run to run. */
  instruction: string | undefined;

  readonly id: string;
  readonly document: vscode.TextDocument;
  private denoising: Denoising;
  /** Of the document, as the session's places count it. */
  private ending: LineEnding;

  constructor(
    start: SessionStart,
    readonly services: Services,
  ) {
    this.id = start.id;
    this.document = start.document;
    this.denoising = start.asked;
    this.ending = lineEndingOf(start.document);
    this.instruction = start.asked.instruction;
    this.current = start.state;
    this.undo = new UndoRecord(start.document);
    if (start.state.kind === 'staged') this.undo.began(start.state);
  }

  get state(): SessionState {
    return this.current;
  }

  setState(state: SessionState): void {
    if (state === this.current) return;
    const undecided = stagedPart(this.current) !== undefined;
    this.current = state;
    if (!isRunning(state)) this.stopRun();
    if (state.kind === 'staged') this.services.journal.record(this.id, this.document.uri, state, this.instruction);
    else if (!isLive(state) && undecided) this.services.journal.forget(this.id);
    this.changed.fire(this);
  }

  /**
   * Starts (again) on the present holes. Resolves when the run is over, however it ends. `seeds`: who asks for something else
   * does not want the same once more; that many further seeds are tried where it comes to a text that was shown.
   */
  async run(seeds?: number): Promise<void> {
    this.stopRun();
    const abort = new AbortController();
    this.abort = abort;
    const options = decodeOptions(this.services.settings(this.document), this.attempt);
    this.passes = options.passes;
    this.syntax = undefined;
    this.ghost.clear();
    const start = performance.now();
    const request = {
      document: this.document,
      holes: () => (isOpen(this.current) ? this.current.holes : []),
      strength: this.denoising.strength,
      shown: this.shown,
      instruction: this.instruction,
      options,
    };
    const onPass = (event: PassEvent) => {
      if (!abort.signal.aborted) this.setState(receivePass(this.current, event, performance.now() - start));
    };
    try {
      const result = await runOnce(this.services, request, { signal: abort.signal, onPass });
      if (!abort.signal.aborted) await this.took(result, seeds);
    } catch (error) {
      // An aborted run rejects too; nobody waits for it any more.
      if (!abort.signal.aborted) this.failed(engineErrorOf(error));
      else if (this.current.kind === 'converged') this.services.log.error(`not written: ${String(error)}`);
    }
  }

  private async took(result: RunResult, seeds: number | undefined): Promise<void> {
    this.services.engine.reportHealthy();
    this.services.log.info(runLine(result));
    const isAgain = seeds !== undefined && result.holes.every(({ text }) => this.shown.includes(text));
    if (isAgain && seeds > 0) {
      this.attempt++;
      return this.run(seeds - 1);
    }
    if (isAgain) this.services.notify(sameAgain());
    this.syntax = result.syntax;
    await finishRun(
      this,
      result.holes.map((hole) => hole.cells),
    );
  }

  /** Denoises parts of the staged text again, except what is pinned in them; the rest of it stays as it is. */
  redenoise(staged: Staged, spans: readonly Span[], denoising: Denoising): Promise<void> {
    this.denoising = denoising;
    return this.runOver(
      staged,
      spans.map((span) => ({ ...this.holeAt(span), pins: pinsIn(staged, span) })),
    );
  }

  /** Denoises parts of the staged text from given cells; the rest of it stays as it is. */
  reshape(staged: Staged, holes: readonly OpenHole[]): Promise<void> {
    this.denoising = { strength: undefined };
    return this.runOver(staged, holes);
  }

  /** Goes on from the pass that is shown, with another seed. */
  async branch(): Promise<void> {
    if (this.current.kind !== 'viewing') return;
    this.attempt++;
    this.denoising = { strength: undefined };
    this.setState(branchFrom(this.current));
    await this.run();
  }

  /** The same holes once more, with another seed. Staged text keeps what the user has typed, accepted or pinned. */
  async retry(): Promise<void> {
    this.attempt++;
    const texts = stagedPart(this.current)?.holes.map(({ text }) => text) ?? [];
    this.shown = [...new Set([...this.shown, ...texts])];
    await this.again(MOST_SEEDS);
  }

  /** The same for another instruction. */
  async instruct(instruction: string): Promise<void> {
    this.instruction = instruction;
    await this.again();
  }

  private async again(seeds?: number): Promise<void> {
    const state = this.current.kind === 'viewing' ? this.current.home : this.current;
    if (state.kind === 'staged') {
      this.denoising = { strength: undefined };
      await this.runOver(
        state,
        state.holes.map(({ span }) => ({ ...this.holeAt(span), pins: keptIn(state, span) })),
        seeds,
      );
    } else if (isOpen(state)) {
      this.setState(prepareAgain(state));
      await this.run(seeds);
    }
  }

  cancel(): void {
    if (isOpen(this.current)) this.setState(giveUp(this.current));
  }

  /** The document changed, by whatever hand; our own edits are known to us already. */
  documentChanged(changes: readonly ContentChange[], isUndo: boolean): void {
    this.waiting.documentChanged(changes);
    const ending = lineEndingOf(this.document);
    const before = this.ending;
    this.ending = ending;
    if (!isLive(this.current) || changes.length === 0) return;
    if (ending !== before && this.tookLineEnding(this.current, before)) return;
    const own = this.services.binding.takeOwn(this.document, this);
    // Of what somebody types or rejects in it, nobody has checked whether it parses.
    if (!own?.onWritten && this.touches(changes)) this.syntax = undefined;
    if (own) return own.onWritten?.();
    const inserted = this.insertedGhost(changes);
    if (inserted !== undefined) return void takeGhost(this, inserted);
    const { state, stale, broken } = rebaseSession(this.current, changes);
    if (broken > 0) this.services.notify(crossedBorder());
    // Something of the user's lies on the undo stack from now on, above ours or between them.
    if (!isUndo && !this.isInside(changes)) this.undo.covered();
    const recalled = recall(this.current, state, isUndo ? this.undo.snapshots : []);
    if (recalled) {
      this.undo.recalled(recalled.edits);
      this.setState(recalled.state);
    } else if (stale && isOpen(state)) {
      this.outdated(state);
    } else {
      this.setState(state);
    }
  }

  private isInside(changes: readonly ContentChange[]): boolean {
    const region = regionOf(this.current);
    return changes.every(({ span }) => region.some((part) => contains(part, span)));
  }

  private touches(changes: readonly ContentChange[]): boolean {
    const region = regionOf(this.current);
    return changes.some((change) => region.some((span) => touches(span, change.span)));
  }

  dispose(): void {
    this.stopRun();
    this.changed.dispose();
  }

  /** True if nothing has changed but how lines end. VS Code tells it as a change of everything. */
  private tookLineEnding(state: LiveState, before: LineEnding): boolean {
    const text = withLineEnding([this.document.getText()], before).join('');
    const next = relined(state, text, this.ending);
    const holes = [...(stagedPart(next)?.holes ?? []), ...(isOpen(next) && !next.base ? next.holes : [])];
    if (!holes.every((hole) => this.services.binding.textIn(this.document, hole.span) === hole.text)) return false;
    this.setState(next);
    return true;
  }

  /** What the change inserts, if that is the editor taking a ghost text of ours (by Tab, as the user is used to). */
  private insertedGhost(changes: readonly ContentChange[]): string | undefined {
    const [change] = changes;
    if (!change || changes.length > 1 || !isOpen(this.current)) return undefined;
    const at = this.current.holes[0]?.span;
    const { span, text } = change;
    return span.start === at?.start && span.end === at.end && this.ghost.has(text) ? text : undefined;
  }

  private outdated(state: OpenState): void {
    if (state.kind === 'failed') return this.setState(giveUp(state));
    this.stopRun();
    this.setState(prepareOutdated(state));
    this.restartTimer = setTimeout(() => void this.run(), RESTART_AFTER_MS);
  }

  private stopRun(): void {
    clearTimeout(this.restartTimer);
    this.abort.abort();
  }

  private failed(error: EngineError): void {
    const { state } = this;
    if (!isOpen(state)) return;
    const isKept = state.drafts.length > 0;
    const { id, instruction, services } = this;
    services.log.error(`run failed: ${error.message}`);
    this.setState(fail(state, error.message));
    const message = failureMessage(error, services.engine.state, { id, instruction, isKept });
    services.notify(message, () => this.current.kind === 'failed');
  }

  private runOver(staged: Staged, holes: readonly OpenHole[], seeds?: number): Promise<void> {
    this.setState(prepare(holes, staged));
    return this.run(seeds);
  }

  private holeAt(span: Span): OpenHole {
    return { span, pins: [], text: this.services.binding.textIn(this.document, span) };
  }
}
