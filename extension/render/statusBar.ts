/** The status bar item: engine, model, state; a click opens the menu. Also a progress note while the engine starts. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EngineState } from '../engine/supervisor';
import type { Sessions } from '../flow/sessions';
import { Command } from '../ids';
import { statusText } from './statusText';

export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly sessions: Sessions,
    private readonly engine: () => EngineState,
    private readonly place: string,
  ) {
    this.item = vscode.window.createStatusBarItem('remask.status', vscode.StatusBarAlignment.Right, 100);
    this.item.name = 'Remask';
    this.item.command = Command.showMenu;
    this.subscription = sessions.onDidChange(() => this.update());
    this.update();
    this.item.show();
  }

  update(): void {
    const states = this.sessions.all.map((session) => session.state);
    const { text, detail, isProblem } = statusText(this.engine(), states);
    this.item.text = text;
    this.item.tooltip = l10n.t('Remask runs {place}. {detail} Click for its menu.', { place: this.place, detail });
    this.item.accessibilityInformation = { label: l10n.t('Remask. {0}', detail) };
    this.item.backgroundColor = isProblem ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  }

  dispose(): void {
    this.item.dispose();
    this.subscription.dispose();
  }
}
