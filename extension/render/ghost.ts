/**
 * The draft of a hole on an empty line as ghost text: real virtual lines with syntax colours, which an overlay cannot
 * give. Only where the cursor stands in the hole; elsewhere the overlay draws it.
 */
import * as vscode from 'vscode';
import type { EditSession } from '../flow/editSession';
import type { Sessions } from '../flow/sessions';
import { isEmpty } from '../session/spans';
import { isOpen } from '../session/state';
import type { Settings } from '../settings';
import { draftText } from './draftRows';
import { Pacer } from './pacer';

/** The editor asks for the text itself, and would never come to draw it if it were told to ask at every pass. */
const FRAMES_PER_SECOND = 10;

export class GhostText implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  private readonly pacer: Pacer;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly sessions: Sessions,
    private readonly settings: (scope: vscode.ConfigurationScope) => Settings,
  ) {
    this.pacer = new Pacer(
      async () => void (await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger')),
      () => FRAMES_PER_SECOND,
    );
    this.subscriptions = [
      vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, this),
      sessions.onDidChange((session) => this.refresh(session)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.cursorMoved(textEditor.document)),
    ];
  }

  /** True if the session's draft is drawn here now and by nobody else. */
  isGhost(session: EditSession): boolean {
    return this.placeOf(session) !== undefined;
  }

  provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.InlineCompletionItem[] {
    const session = this.sessions.in(document).find((each) => this.placeOf(each)?.isEqual(position));
    if (!session || !isOpen(session.state)) return [];
    const text = draftText(session.state.drafts[0]?.cells ?? []);
    session.ghost.show(text);
    return text === '' ? [] : [new vscode.InlineCompletionItem(text, new vscode.Range(position, position))];
  }

  /** Where ghost text can stand: one empty hole on a blank line, with the one cursor in it, in the active editor. */
  private placeOf(session: EditSession): vscode.Position | undefined {
    const { state, document } = session;
    const editor = vscode.window.activeTextEditor;
    if (!isOpen(state) || state.drafts.length === 0 || editor?.document !== document) return undefined;
    const [hole] = state.holes;
    if (!hole || state.holes.length > 1 || !isEmpty(hole.span) || editor.selections.length > 1) return undefined;
    const position = document.positionAt(hole.span.start);
    const fits = editor.selection.isEmpty && editor.selection.active.isEqual(position);
    return fits && document.lineAt(position.line).isEmptyOrWhitespace && this.isEnabled(document)
      ? position
      : undefined;
  }

  private isEnabled(document: vscode.TextDocument): boolean {
    const editor = vscode.workspace.getConfiguration('editor', document);
    return this.settings(document).ghostText && editor.get('inlineSuggest.enabled', true);
  }

  /** What is shown stays until there is something newer: hidden in between, it would take its lines away and bring them back. */
  private refresh(session: EditSession): void {
    if (this.isGhost(session)) return this.pacer.request();
    if (session.ghost.current === undefined) return;
    session.ghost.hide();
    this.pacer.drop();
    void vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
  }

  /** The editor drops ghost text when the cursor leaves; it has to be asked for again when it comes back. */
  private cursorMoved(document: vscode.TextDocument): void {
    for (const session of this.sessions.in(document)) {
      if (this.isGhost(session) !== (session.ghost.current !== undefined)) this.refresh(session);
    }
  }

  dispose(): void {
    this.pacer.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
