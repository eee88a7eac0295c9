/**
 * All live sessions, by document. Routes what happens to documents to the sessions bound to them, and drops a session
 * when it is over. There may be several in a document, as long as they do not touch.
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { changesOf, onGone, textIn } from '../document/reading';
import { onManualSave } from '../document/saving';
import { resumed } from '../session/relocate';
import { touches } from '../session/spans';
import { type Converged, isLive, regionOf, type Staged, stagedPart } from '../session/state';
import { prepare, settle } from '../session/transitions';
import { type Asked, EditSession, type SessionStart } from './editSession';
import { type MovedReview, Renames } from './renames';
import type { Services } from './services';
import { UndoneReviews } from './undoneReviews';

export class Sessions implements vscode.Disposable {
  private live: readonly EditSession[] = [];
  private readonly undone = new UndoneReviews();
  private readonly changed = new vscode.EventEmitter<EditSession>();
  /** A session changed; one that is over is already out of the list. */
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly services: Services) {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument((event) => this.documentChanged(event)),
      onGone((document) => this.documentClosed(document)),
      onManualSave((document) => this.documentSaved(document)),
      new Renames(this, (uri, review) => this.resumeAt(uri, review)),
    ];
  }

  /** A session to be run. The spans are sorted and disjoint, and touch no other session of the document. */
  open(document: vscode.TextDocument, spans: readonly Span[], asked: Asked): EditSession {
    const holes = spans.map((span) => ({ span, pins: [], text: textIn(document, span) }));
    return this.add({ id: randomUUID(), document, state: prepare(holes), asked });
  }

  /** Goes on with a review that an earlier window has left. */
  resume(document: vscode.TextDocument, state: Staged | Converged, instruction?: string): EditSession {
    return this.goOn({ document, state, asked: { strength: undefined, instruction } });
  }

  private goOn(start: Omit<SessionStart, 'id'>): EditSession {
    const id = randomUUID();
    const { document, state, asked } = start;
    if (state.kind === 'staged') this.services.journal.record(id, document.uri, state, asked.instruction);
    return this.add({ ...start, id });
  }

  /** In a document that has another name now; as a draft over the original where VS Code did not take the staged text along. */
  private async resumeAt(uri: vscode.Uri, { staged, instruction }: MovedReview): Promise<void> {
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const state = resumed(document.getText(), staged);
      if (state) this.resume(document, state, instruction);
      // The next window can still bring the original back.
      else this.services.journal.record(randomUUID(), uri, staged, instruction);
    } catch (error) {
      this.services.log.warn(`a review in a renamed file: ${String(error)}`);
    }
  }

  private add(start: SessionStart): EditSession {
    const session = new EditSession(start, this.services);
    session.onDidChange(() => this.sessionChanged(session));
    this.live = [...this.live, session];
    this.changed.fire(session);
    return session;
  }

  get all(): readonly EditSession[] {
    return this.live;
  }

  in(document: vscode.TextDocument): readonly EditSession[] {
    return this.live.filter((session) => session.document === document);
  }

  byId(id: string): EditSession | undefined {
    return this.live.find((session) => session.id === id);
  }

  touching(document: vscode.TextDocument, span: Span): readonly EditSession[] {
    return this.in(document).filter((session) => regionOf(session.state).some((region) => touches(region, span)));
  }

  private sessionChanged(session: EditSession): void {
    if (!isLive(session.state)) this.live = this.live.filter((other) => other !== session);
    this.changed.fire(session);
    if (!isLive(session.state)) session.dispose();
  }

  private documentChanged(event: vscode.TextDocumentChangeEvent): void {
    const isUndo = event.reason !== undefined;
    for (const session of this.in(event.document)) {
      const staged = stagedPart(session.state);
      session.documentChanged(changesOf(event), isUndo);
      const { state } = session;
      if (staged && state.kind === 'settled' && state.outcome === 'undone') this.undone.remember(session, staged);
    }
    if (event.reason === vscode.TextDocumentChangeReason.Redo) this.redone(event.document);
  }

  private redone(document: vscode.TextDocument): void {
    const review = this.undone.redone(document);
    if (review?.state.holes.every(({ span }) => this.touching(document, span).length === 0)) this.goOn(review);
  }

  /** The text is gone with its document, or safe on disk; either way nothing is left to decide. */
  private documentClosed(document: vscode.TextDocument): void {
    for (const session of this.in(document)) session.setState({ kind: 'cancelled' });
  }

  private documentSaved(document: vscode.TextDocument): void {
    if (!this.services.settings(document).saveAccepts) return;
    for (const session of this.in(document)) {
      if (session.state.kind === 'staged') session.setState(settle('accepted'));
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const session of this.live) session.dispose();
    this.changed.dispose();
  }
}
