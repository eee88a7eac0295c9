/** Says that a draft is ready, once per run, to whoever asked for it: a notification, which screen readers read out. */
import * as vscode from 'vscode';
import type { EditSession } from '../flow/editSession';
import type { Sessions } from '../flow/sessions';
import { editSummary } from '../messages/drafts';
import type { Notify } from '../notify';
import { isRunning, type SessionState } from '../session/state';
import type { Settings } from '../settings';
import { documentLines } from './documentLines';
import { uncertainBelow } from './heatmap';
import { summaryOf } from './speech';

export class Announcer implements vscode.Disposable {
  private readonly lastSeen = new WeakMap<EditSession, SessionState>();
  private readonly subscription: vscode.Disposable;

  constructor(
    sessions: Sessions,
    private readonly settings: (scope?: vscode.ConfigurationScope) => Settings,
    private readonly notify: Notify,
  ) {
    this.subscription = sessions.onDidChange((session) => this.changed(session));
  }

  private changed(session: EditSession): void {
    const before = this.lastSeen.get(session);
    const { state, document, id } = session;
    this.lastSeen.set(session, state);
    // A failure, and a draft that auto save holds back, speak for themselves.
    if (state.kind !== 'staged' || !before || !(isRunning(before) || before.kind === 'converged')) return;
    const settings = this.settings(document);
    if (!isWanted(settings.announce)) return;
    const summary = summaryOf(state, uncertainBelow(settings.thresholds), documentLines(document));
    this.notify(editSummary(summary, id), () => session.state.kind === 'staged');
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

/** No extension can see that a screen reader runs; the user may have told the editor. */
function isWanted(announce: Settings['announce']): boolean {
  if (announce !== 'auto') return announce === 'on';
  return vscode.workspace.getConfiguration('editor').get('accessibilitySupport') === 'on';
}
