/** The read-only document that shows what the model saw. Its text is made when it is opened, and gone when it is closed. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SeenContext } from '../../engine/protocol/messages';

const SCHEME = 'remask-context';

export class ContextView implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly subscription: vscode.Disposable;
  private shown = 0;

  constructor() {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  async show(document: vscode.TextDocument, hole: string, seen: SeenContext): Promise<void> {
    const name = document.uri.path.split('/').at(-1) ?? '';
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${l10n.t('Seen by the model')}: ${name}`,
      query: `${++this.shown}`,
    });
    this.texts.set(uri.toString(), seenText(hole, seen));
    const view = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(view, document.languageId);
    await vscode.window.showTextDocument(view, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function seenText(hole: string, { related, before, after, reach }: SeenContext): string {
  const part = (title: string, text: string) => `════ ${title} ════\n${text}\n`;
  const tokens = (count: number) => l10n.t('{count} of at most {reach} tokens', { count, reach });
  return [
    related.tokens > 0 ? part(l10n.t('Other files: {0}', tokens(related.tokens)), related.text) : '',
    part(l10n.t('Before the hole: {0}', tokens(before.tokens)), before.text),
    part(l10n.t('The hole, which the model does not see'), hole),
    part(l10n.t('After the hole: {0}', tokens(after.tokens)), after.text),
  ].join('');
}
