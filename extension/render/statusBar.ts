/**
 * The status bar item: engine, model, state; a click opens the menu, and resting on it offers the actions of the edit at
 * hand, whose own row may be scrolled out of sight.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EngineState } from '../engine/supervisor';
import { sessionAtHand } from '../flow/focus';
import type { Sessions } from '../flow/sessions';
import type { TokenScores } from '../flow/tokenScores';
import { Command } from '../ids';
import { describePlace, type Place } from '../place';
import { isLive } from '../session/state';
import { commandLink } from './commandLink';
import type { Lens } from './lensActions';
import { lensesOf } from './lenses';
import { factsOf, type FactSources } from './sessionFacts';
import { statusText } from './statusText';

/** As in `$(sync~spin) `, which a screen reader need not say. */
const ICON = /\$\([^)]*\)\s*/g;

/** A lens may quote the user, who writes text and not Markdown. Icons stay: no sign of theirs is one of these. */
const MARKUP = /[\\`*_[\]<>"&]/g;

export interface StatusSources extends FactSources {
  readonly scores: TokenScores;
  readonly engine: { readonly state: EngineState };
  readonly place: Place;
}

export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscription: vscode.Disposable;
  private tooltip = '';

  constructor(
    private readonly sessions: Sessions,
    private readonly sources: StatusSources,
  ) {
    this.item = vscode.window.createStatusBarItem('remask.status', vscode.StatusBarAlignment.Right, 100);
    this.item.name = 'Remask';
    this.item.command = Command.showMenu;
    const update = () => this.update();
    this.subscription = vscode.Disposable.from(
      sessions.onDidChange(update),
      sources.validations.onDidChange(update),
      sources.scores.onDidChange(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.workspace.onDidGrantWorkspaceTrust(update),
    );
    this.update();
    this.item.show();
  }

  update(): void {
    const { all } = this.sessions;
    const { engine, place, validations } = this.sources;
    const states = all.map(({ state }) => state);
    const isValidating = all.some((session) => validations.isRunning(session));
    const { text, detail, isProblem } = statusText(engine.state, states, { isValidating, isScored: this.isScored() });
    this.item.text = text;
    const legend = this.isScored() ? [l10n.t('Coloured is what the model finds unlikely.')] : [];
    const sentences = [...legend, l10n.t('Remask runs {0}.', describePlace(place)), detail, ...restriction()].join(' ');
    this.item.accessibilityInformation = { label: `${text.replaceAll(ICON, '')}. ${sentences}` };
    this.item.backgroundColor = isProblem ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.showTooltip(sentences);
  }

  /** Set only when it changes: an open one would flicker. */
  private showTooltip(sentences: string): void {
    const tooltip = new vscode.MarkdownString('', true);
    tooltip.isTrusted = { enabledCommands: Object.values(Command) };
    const links = this.links();
    if (links.length > 0) tooltip.appendMarkdown(`${links.join(' &nbsp; ')}\n\n`);
    tooltip.appendText(l10n.t('{0} Click for its menu.', sentences));
    if (tooltip.value === this.tooltip) return;
    this.tooltip = tooltip.value;
    this.item.tooltip = tooltip;
  }

  private links(): readonly string[] {
    const session = sessionAtHand(this.sessions);
    if (!session && this.isScored())
      return [`[${l10n.t('Hide Token Confidence')}](${commandLink(Command.showTokenConfidence)})`];
    if (!session || !isLive(session.state)) return [];
    return lensesOf(session.state, factsOf(session, this.sources)).flatMap((lens) => linkTo(lens, session.id));
  }

  private isScored(): boolean {
    const document = vscode.window.activeTextEditor?.document;
    return document !== undefined && this.sources.scores.isShown(document);
  }

  dispose(): void {
    this.item.dispose();
    this.subscription.dispose();
  }
}

function linkTo({ title, command, tooltip = '' }: Lens, session: string): readonly string[] {
  if (!command) return [];
  const target = commandLink(command, session);
  return [`[${title.replaceAll(MARKUP, '\\$&')}](${target} "${tooltip.replaceAll(MARKUP, '\\$&')}")`];
}

/** What Restricted Mode takes away, while it does. */
function restriction(): readonly string[] {
  if (vscode.workspace.isTrusted) return [];
  return [l10n.t('Restricted Mode: settings of this workspace choose neither the model nor anything that is run.')];
}
