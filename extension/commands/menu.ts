/**
 * The menu behind the status bar item: what can be done with the edit at hand, as in the row above it (which may be out of
 * sight), then what starts an edit, then the engine.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { mayTakeInstruction } from '../ask/instruction';
import { rangeOf } from '../document/reading';
import type { EditSession } from '../flow/editSession';
import { sessionAtHand } from '../flow/focus';
import { Command, type CommandId } from '../ids';
import { lensesOf } from '../render/lenses';
import { factsOf } from '../render/sessionFacts';
import { isLive, regionOf } from '../session/state';
import type { CommandContext, Handler } from './context';

interface MenuItem extends vscode.QuickPickItem {
  readonly act?: () => Thenable<unknown>;
}

export function showMenu(context: CommandContext): Handler {
  return async () => {
    const session = sessionAtHand(context.sessions);
    const others = context.sessions.all.filter((other) => other !== session);
    const items = [
      ...(session ? editItems(context, session) : []),
      ...otherItems(others),
      ...startItems(context),
      ...engineItems(),
    ];
    const picked = await vscode.window.showQuickPick(items, { title: 'Remask', matchOnDescription: true });
    // A click on the status bar has taken the focus there, and the next key is meant for the edit.
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await picked?.act?.();
  };
}

function editItems(context: CommandContext, session: EditSession): readonly MenuItem[] {
  const { id, state, document } = session;
  if (!isLive(state)) return [];
  const file = vscode.workspace.asRelativePath(document.uri);
  const actions = lensesOf(state, factsOf(session, context)).flatMap(({ title, command, tooltip }) =>
    command ? [item(title, command, { id, description: tooltip })] : [],
  );
  const goTo = { label: `$(go-to-file) ${l10n.t('Go to the Edit')}`, act: () => reveal(session) };
  return [separator(l10n.t('Edit in {0}', file)), ...actions, goTo];
}

/** The status bar counts all that are undecided, of which none but one is on the screen. */
function otherItems(sessions: readonly EditSession[]): readonly MenuItem[] {
  if (sessions.length === 0) return [];
  const items = sessions.map((session) => ({
    label: `$(go-to-file) ${placeOf(session)}`,
    act: () => reveal(session),
  }));
  return [separator(l10n.t('Go to Another Edit')), ...items];
}

function placeOf({ document, state }: EditSession): string {
  const start = regionOf(state)[0]?.start ?? 0;
  return `${vscode.workspace.asRelativePath(document.uri)}:${document.positionAt(start).line + 1}`;
}

async function reveal({ document, state }: EditSession): Promise<void> {
  const [first] = regionOf(state);
  if (!first) return;
  const { start } = rangeOf(document, first);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
}

function startItems({ engine, settings }: CommandContext): readonly MenuItem[] {
  const instruct = item(`$(comment) ${l10n.t('Infill with Instruction…')}`, Command.infillWithInstruction);
  return [
    separator(l10n.t('Start an Edit')),
    item(`$(sparkle) ${l10n.t('Infill at the Cursor or Selection')}`, Command.infill),
    ...(mayTakeInstruction(engine.state, settings().model) ? [instruct] : []),
    item(`$(checklist) ${l10n.t('Infill Every Marker')}`, Command.infillMarkers),
    item(`$(refresh) ${l10n.t('Remask Selection')}`, Command.remaskSelection),
    item(`$(pass) ${l10n.t('Validate and Remask')}`, Command.validate),
    item(`$(symbol-color) ${l10n.t('Show or Hide Token Confidence')}`, Command.showTokenConfidence),
  ];
}

function engineItems(): readonly MenuItem[] {
  return [
    separator(l10n.t('Engine')),
    item(`$(layers) ${l10n.t('Select Model')}`, Command.selectModel),
    item(`$(add) ${l10n.t('Add Model…')}`, Command.addModel),
    item(`$(debug-restart) ${l10n.t('Restart Engine')}`, Command.restartEngine),
    item(`$(output) ${l10n.t('Show Log')}`, Command.showLog),
    item(`$(history) ${l10n.t('Recover an Original')}`, Command.recoverOriginal),
    item(`$(remote) ${l10n.t('Choose Where the Engine Runs')}`, Command.choosePlace),
    item(`$(report) ${l10n.t('Copy Report')}`, Command.copyReport),
  ];
}

function separator(label: string): MenuItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

interface ItemDetails {
  /** The session that the command is about. */
  readonly id: string;
  readonly description: string | undefined;
}

function item(label: string, command: CommandId, details?: ItemDetails): MenuItem {
  const act = () => vscode.commands.executeCommand(command, ...(details ? [details.id] : []));
  return { label, act, ...(details?.description && { description: details.description }) };
}
