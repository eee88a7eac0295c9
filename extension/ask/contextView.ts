/** The read-only document that shows what the model saw. Its text is made when it is opened, and gone when it is closed. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SeenContext, SeenProject } from '../../engine/protocol/messages';
import { onGone } from '../document/reading';

const SCHEME = 'remask-context';

export class ContextView implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly subscription: vscode.Disposable;
  private shown = 0;

  constructor() {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      onGone(({ uri }) => this.texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  async show(document: vscode.TextDocument, shown: Omit<Shown, 'languageId'>): Promise<void> {
    const name = document.uri.path.split('/').at(-1) ?? '';
    // A name that is no file's: as code, what is no program would be full of errors.
    const path = `/${name} – ${l10n.t('Seen by the model')}`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: `${++this.shown}` });
    this.texts.set(uri.toString(), seenText({ ...shown, languageId: document.languageId }));
    const view = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(view, 'markdown');
    await vscode.window.showTextDocument(view, { preview: true, viewColumn: vscode.ViewColumn.Beside });
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

interface Shown {
  /** What the model was told in words. */
  readonly instruction: string | undefined;
  readonly hole: string;
  readonly seen: SeenContext;
  readonly languageId: string;
}

function seenText({ instruction, hole, seen, languageId }: Shown): string {
  const { related, before, after, project, reach } = seen;
  const part = (title: string, text: string) => `# ${title}\n\n${fenced(text, languageId)}\n\n`;
  const tokens = (count: number) => l10n.t('{count} of at most {reach} tokens', { count, reach });
  return [
    instruction === undefined ? '' : `# ${l10n.t('The instruction')}\n\n${fenced(instruction, '')}\n\n`,
    related.tokens > 0 ? part(l10n.t('Other files: {0}', tokens(related.tokens)), related.text) : '',
    part(l10n.t('Before the hole: {0}', tokens(before.tokens)), before.text),
    part(l10n.t('The hole, which the model does not see'), hole),
    part(l10n.t('After the hole: {0}', tokens(after.tokens)), after.text),
    project.files.length > 0 ? lookedThrough(project) : '',
  ].join('');
}

/** Which files and how much, not what: it is far more text than anyone would read here. */
function lookedThrough({ files, tokens }: SeenProject): string {
  const title = l10n.t('Other files of the project, looked through for repetitions: {files} ({tokens} tokens)', {
    files: files.length,
    tokens,
  });
  const names = files.map((path) => `- ${vscode.workspace.asRelativePath(path)}\n`).join('');
  const note = l10n.t('The model does not see them. What they repeat counts beside its own guesses.');
  return `# ${title}\n\n${note}\n\n${names}`;
}

/** Behind a fence longer than any that the text itself holds. */
function fenced(text: string, languageId: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}${languageId}\n${text}\n${fence}`;
}
