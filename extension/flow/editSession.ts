/**
 * One edit session in the editor: its pure state and the document it is bound to. Follows the document; its runs are in
 * `runs.ts`, writing drafts is in `staging.ts`, and what the user does with them in `decide.ts`, `again.ts` and `reshape.ts`.
 */
import * as vscode from 'vscode';
import type { ContentChange, Syntax } from '../../engine/protocol/messages';
import { lineEndingOf, textIn } from '../document/reading';
import { crossedBorder } from '../messages/drafts';
import { type ForeignMeaning, meaningOf, type Surroundings, touchesSession } from '../session/documentChange';
import type { LineEnding } from '../session/lineEndings';
import {
  type Converged,
  isLive,
  isOpen,
  isRunning,
  type Preparing,
  type SessionState,
  type Staged,
  stagedPart,
} from '../session/state';
import { giveUp } from '../session/transitions';
import { GhostTexts } from './ghostTexts';
import { Runs } from './runs';
import type { Services } from './services';
import type { SessionShell } from './sessionShell';
import { takeGhost } from './staging';
import { Stagings } from './stagings';
import { WaitingPieces } from './waitingPieces';

/** What a session is asked for. */
export interface Asked {
  /** See `RunRequest.strength`. */
  readonly strength: number | undefined;
  /** See `SessionShell.instruction`. */
  readonly instruction?: string | undefined;
}

export interface SessionStart {
  readonly id: string;
  readonly document: vscode.TextDocument;
  /** Holes to denoise, or a draft that an earlier window has left, staged or not. */
  readonly state: Preparing | Staged | Converged;
  readonly asked: Asked;
  /** Of a review that goes on where it was. */
  readonly stagings?: Stagings;
}

export class EditSession implements SessionShell, vscode.Disposable {
  private current: SessionState;
  private readonly changed = new vscode.EventEmitter<EditSession>();
  readonly onDidChange = this.changed.event;

  readonly id: string;
  readonly document: vscode.TextDocument;
  readonly runs: Runs;
  readonly stagings: Stagings;
  readonly waiting = new WaitingPieces();
  readonly ghost = new GhostTexts();
  syntax: Syntax | undefined;
  instruction: string | undefined;
  /** Of the document, as the session's places count it. */
  private ending: LineEnding;

  constructor(
    { id, document, state, asked, stagings }: SessionStart,
    readonly services: Services,
  ) {
    this.id = id;
    this.document = document;
    this.current = state;
    this.runs = new Runs(this, asked.strength);
    this.instruction = asked.instruction;
    this.ending = lineEndingOf(document);
    this.stagings = stagings ?? new Stagings();
    if (state.kind === 'staged' && !stagings) this.stagings.add(state);
  }

  get state(): SessionState {
    return this.current;
  }

  setState(state: SessionState): void {
    if (state === this.current) return;
    const undecided = stagedPart(this.current) !== undefined;
    this.current = state;
    if (!isRunning(state)) this.runs.stop();
    if (state.kind === 'staged') this.services.journal.record(this.id, this.document.uri, state, this.instruction);
    else if (!isLive(state) && undecided) this.services.journal.forget(this.id);
    this.changed.fire(this);
  }

  cancel(): void {
    if (isOpen(this.current)) this.setState(giveUp(this.current));
  }

  /** The document changed, by whatever hand. */
  documentChanged(changes: readonly ContentChange[], isUndo: boolean): void {
    this.waiting.documentChanged(changes);
    const endings = { before: this.ending, now: lineEndingOf(this.document) };
    this.ending = endings.now;
    if (!isLive(this.current) || changes.length === 0) return;
    const own = this.services.binding.takeOwn(this.document, this);
    const change = { changes, isUndo, isOwn: own !== undefined, endings };
    const meaning = meaningOf(this.current, change, this.surroundings());
    // Of what somebody types or rejects in it, nobody has checked whether it parses.
    const isUnchecked = meaning.kind !== 'lineEnding' && !own?.onWritten && touchesSession(this.current, changes);
    if (isUnchecked) this.syntax = undefined;
    switch (meaning.kind) {
      case 'lineEnding':
        return this.setState(meaning.state);
      case 'own':
        return own?.onWritten?.();
      case 'ghostTaken':
        return void takeGhost(this, meaning.inserted);
      default:
        this.changedByOthers(meaning);
    }
  }

  private changedByOthers(meaning: ForeignMeaning): void {
    if (meaning.broken > 0) this.services.notify(crossedBorder());
    if (meaning.kind === 'stale') this.runs.startSoon();
    this.setState(meaning.state);
  }

  private surroundings(): Surroundings {
    return {
      text: () => this.document.getText(),
      textIn: (span) => textIn(this.document, span),
      isGhost: (text) => this.ghost.has(text),
      stagings: this.stagings.all,
    };
  }

  dispose(): void {
    this.runs.stop();
    this.changed.dispose();
  }
}
