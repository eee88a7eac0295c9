/** Keeps the context keys of `ids.ts` in step with the active editor and its sessions. */
import * as vscode from 'vscode';
import { mayTakeInstruction } from './ask/instruction';
import type { EngineHost } from './engineHost';
import type { EditSession } from './flow/editSession';
import { CursorInSession } from './flow/cursorInSession';
import { focusOf } from './flow/focus';
import { type Marked, uncertainIn } from './flow/uncertain';
import { ContextKey, type ContextKeyId } from './ids';
import { uncertainBelow } from './render/heatmap';
import { uncertainCells } from './session/decisions';
import { isRunning } from './session/state';
import { homeOf, recordsOf } from './session/viewing';
import type { Settings } from './settings';

type Values = Readonly<Record<ContextKeyId, boolean>>;

export class ContextKeys implements vscode.Disposable {
  private sent: Partial<Values> = {};
  private readonly cursor = new CursorInSession<EditSession>(() => this.update());
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly shown: Marked,
    private readonly engine: Pick<EngineHost, 'supervisor' | 'onDidChangeState'>,
    private readonly settings: (scope?: vscode.ConfigurationScope) => Settings,
    private readonly isGhost: (session: EditSession) => boolean,
  ) {
    const update = () => this.update();
    const told = () => this.update(true);
    this.subscriptions = [
      shown.sessions.onDidChange(update),
      shown.scores.onDidChange(update),
      engine.onDidChangeState(update),
      vscode.workspace.onDidChangeConfiguration(update),
      vscode.window.onDidChangeActiveTextEditor(told),
      vscode.window.onDidChangeTextEditorSelection(told),
    ];
    update();
  }

  /** `isTold`: the editor has said just now where the cursor is. */
  private update(isTold = false): void {
    const values = this.values(isTold);
    for (const key of Object.values(ContextKey)) {
      if (this.sent[key] !== values[key]) void vscode.commands.executeCommand('setContext', key, values[key]);
    }
    this.sent = values;
  }

  private values(isTold: boolean): Values {
    const focus = focusOf(this.shown.sessions);
    const state = focus?.session.state;
    const threshold = uncertainBelow(this.settings(vscode.window.activeTextEditor?.document).thresholds);
    return {
      [ContextKey.hasSession]: focus !== undefined,
      [ContextKey.denoising]: state !== undefined && isRunning(state),
      [ContextKey.converged]: state?.kind === 'converged',
      [ContextKey.staged]: state?.kind === 'staged',
      [ContextKey.failed]: state?.kind === 'failed',
      [ContextKey.viewing]: state?.kind === 'viewing',
      [ContextKey.hasTimeline]: state !== undefined && homeOf(state) !== undefined && recordsOf(state).length > 1,
      [ContextKey.takesInstruction]: mayTakeInstruction(this.engine.supervisor.state, this.settings().model),
      [ContextKey.uncertainShown]: this.isUncertainShown(threshold),
      [ContextKey.ghost]: focus !== undefined && this.isGhost(focus.session),
      [ContextKey.cursorInSession]: this.cursor.isIn(focus, isTold),
      [ContextKey.selectionInSession]: focus?.selection !== undefined,
      [ContextKey.hasUncertain]: state?.kind === 'staged' && uncertainCells(state, threshold).length > 0,
    };
  }

  private isUncertainShown(below: number): boolean {
    const document = vscode.window.activeTextEditor?.document;
    return document !== undefined && uncertainIn(this.shown, document, below).length > 0;
  }

  dispose(): void {
    this.cursor.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const key of Object.values(ContextKey)) void vscode.commands.executeCommand('setContext', key, undefined);
  }
}
