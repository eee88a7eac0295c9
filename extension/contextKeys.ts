/** Keeps the context keys of `ids.ts` in step with the active editor and its sessions. */
import * as vscode from 'vscode';
import type { EditSession } from './flow/editSession';
import { focusOf } from './flow/focus';
import type { Sessions } from './flow/sessions';
import { ContextKey, type ContextKeyId } from './ids';
import { uncertainBelow } from './render/heatmap';
import { uncertainCells } from './session/decisions';
import { isRunning } from './session/state';
import type { Settings } from './settings';

type Values = Readonly<Record<ContextKeyId, boolean>>;

export class ContextKeys implements vscode.Disposable {
  private sent: Partial<Values> = {};
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly sessions: Sessions,
    private readonly settings: () => Settings,
    private readonly isGhost: (session: EditSession) => boolean,
  ) {
    const update = () => this.update();
    this.subscriptions = [
      sessions.onDidChange(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.window.onDidChangeTextEditorSelection(update),
    ];
    update();
  }

  private update(): void {
    const values = this.values();
    for (const key of Object.values(ContextKey)) {
      if (this.sent[key] !== values[key]) void vscode.commands.executeCommand('setContext', key, values[key]);
    }
    this.sent = values;
  }

  private values(): Values {
    const focus = focusOf(this.sessions);
    const state = focus?.session.state;
    const threshold = uncertainBelow(this.settings().thresholds);
    return {
      [ContextKey.hasSession]: focus !== undefined,
      [ContextKey.denoising]: state !== undefined && isRunning(state),
      [ContextKey.converged]: state?.kind === 'converged',
      [ContextKey.staged]: state?.kind === 'staged',
      [ContextKey.failed]: state?.kind === 'failed',
      [ContextKey.ghost]: focus !== undefined && this.isGhost(focus.session),
      [ContextKey.cursorInSession]: focus?.cursorInside ?? false,
      [ContextKey.selectionInSession]: focus?.selection !== undefined,
      [ContextKey.hasUncertain]: state?.kind === 'staged' && uncertainCells(state, threshold).length > 0,
    };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const key of Object.values(ContextKey)) void vscode.commands.executeCommand('setContext', key, undefined);
  }
}
