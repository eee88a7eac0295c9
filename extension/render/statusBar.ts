/** The status bar item: engine, model, state; a click opens the menu. Also a progress note while the engine starts. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EngineState } from '../engine/supervisor';
import type { Sessions } from '../flow/sessions';
import { Command } from '../ids';
import { describePlace, type Place } from '../place';
import { statusText } from './statusText';

/** As in `$(sync~spin) `, which a screen reader need not say. */
const ICON = /\$\([^)]*\)\s*/g;

export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly sessions: Sessions,
    private readonly engine: () => EngineState,
    private readonly place: Place,
  ) {
    this.item = vscode.window.createStatusBarItem('remask.status', vscode.StatusBarAlignment.Right, 100);
    this.item.name = 'Remask';
    this.item.command = Command.showMenu;
    this.subscription = vscode.Disposable.from(
      sessions.onDidChange(() => this.update()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.update()),
    );
    this.update();
    this.item.show();
  }

  update(): void {
    const states = this.sessions.all.map((session) => session.state);
    const { text, detail, isProblem } = statusText(this.engine(), states);
    this.item.text = text;
    const sentences = [l10n.t('Remask runs {0}.', describePlace(this.place)), detail, ...restriction()].join(' ');
    this.item.tooltip = l10n.t('{0} Click for its menu.', sentences);
    this.item.accessibilityInformation = { label: `${text.replaceAll(ICON, '')}. ${sentences}` };
    this.item.backgroundColor = isProblem ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  }

  dispose(): void {
    this.item.dispose();
    this.subscription.dispose();
  }
}

/** What Restricted Mode takes away, while it does. */
function restriction(): readonly string[] {
  if (vscode.workspace.isTrusted) return [];
  return [l10n.t('Restricted Mode: settings of this workspace choose neither the model nor anything that is run.')];
}
