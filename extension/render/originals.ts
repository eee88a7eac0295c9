/**
 * *Show Diff*: what an edit changes, in VS Code's own diff editor. Text that is not in the document, the original of a
 * staged edit or the draft of one that is not, is a virtual document, kept in step as long as the session lives.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { onGone } from '../document/reading';
import { applyEdits } from '../session/edits';
import type { EditSession } from '../flow/editSession';
import type { Sessions } from '../flow/sessions';
import { otherText } from '../session/otherText';
import { isLive, regionOf } from '../session/state';

const SCHEME = 'remask-text';

export class Originals implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** Texts by URI; of a session that is over, the last one. */
  private readonly texts = new Map<string, string>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(sessions: Sessions) {
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      sessions.onDidChange((session) => this.update(session)),
      onGone(({ uri }) => this.texts.delete(uri.toString())),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  async showDiff(session: EditSession): Promise<void> {
    const virtual = uriOf(session);
    this.texts.set(virtual.toString(), textFor(session));
    this.changed.fire(virtual);
    const { uri } = session.document;
    const name = vscode.workspace.asRelativePath(uri);
    if (session.state.kind === 'staged') {
      await openDiff(session, [virtual, uri], l10n.t('{name} (original ↔ staged)', { name }));
    } else {
      await openDiff(session, [uri, virtual], l10n.t('{name} (now ↔ draft)', { name }));
    }
  }

  /** Once the edit is decided there is nothing more to compare. What has no other tab stays: to close it may lose text. */
  async closeDiff(session: EditSession): Promise<void> {
    const [virtual, document] = [uriOf(session).toString(), session.document.uri.toString()];
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const hasOwnTab = tabs.some(({ input }) => input instanceof vscode.TabInputText && `${input.uri}` === document);
    const diffs = tabs.filter(({ input }) => sidesOf(input).includes(virtual));
    if (hasOwnTab && diffs.length > 0) await vscode.window.tabGroups.close(diffs);
  }

  private update(session: EditSession): void {
    const virtual = uriOf(session);
    const before = this.texts.get(virtual.toString());
    if (before === undefined || !isLive(session.state)) return;
    const text = textFor(session);
    if (text === before) return;
    this.texts.set(virtual.toString(), text);
    this.changed.fire(virtual);
  }

  dispose(): void {
    this.changed.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/**
 * With the cursor in the edit, where the keys mean it. VS Code puts it at the first difference that it finds, which is
 * another place where lines repeat: what was added may as well begin a line earlier, or the edit may begin as it was.
 */
async function openDiff({ document, state }: EditSession, sides: readonly vscode.Uri[], title: string): Promise<void> {
  // Up to there, both sides are the same.
  const start = document.positionAt(regionOf(state)[0]?.start ?? 0);
  await vscode.commands.executeCommand('vscode.diff', ...sides, title, { selection: new vscode.Range(start, start) });
}

function sidesOf(input: unknown): readonly string[] {
  return input instanceof vscode.TabInputTextDiff ? [input.original.toString(), input.modified.toString()] : [];
}

/** The path keeps the extension, and with it the language. */
function uriOf({ id, document }: EditSession): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: document.uri.path, query: id });
}

function textFor({ state, document }: EditSession): string {
  return applyEdits(document.getText(), otherText(state));
}
