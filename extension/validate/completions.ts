/** What the language servers would complete at a place, as far as it is plain text. */
import * as vscode from 'vscode';
import type { Completion } from '../../engine/validate/rounds/completions';

/** A server that takes longer has no say: a round must not wait for it. */
const ANSWER_MS = 1000;

/** Words of the document and templates say nothing of what is possible. */
const USELESS = new Set([vscode.CompletionItemKind.Text, vscode.CompletionItemKind.Snippet]);

export async function completionsAt(document: vscode.TextDocument, offset: number): Promise<Completion[]> {
  const { uri } = document;
  const list = await Promise.race([
    vscode.commands.executeCommand<vscode.CompletionList | undefined>(
      'vscode.executeCompletionItemProvider',
      uri,
      document.positionAt(offset),
    ),
    new Promise<undefined>((resolve) => setTimeout(resolve, ANSWER_MS, undefined)),
  ]);
  return (list?.items ?? []).flatMap((item) => {
    const text = plainText(item);
    const isUseful = item.kind === undefined || !USELESS.has(item.kind);
    return text !== undefined && isUseful ? [{ text, sortText: item.sortText ?? labelOf(item) }] : [];
  });
}

function plainText({ insertText, ...item }: vscode.CompletionItem): string | undefined {
  if (insertText === undefined) return labelOf(item);
  if (typeof insertText === 'string') return insertText;
  // Without places to fill in, a snippet is its text.
  return /[$}\\]/.test(insertText.value) ? undefined : insertText.value;
}

function labelOf({ label }: Pick<vscode.CompletionItem, 'label'>): string {
  return typeof label === 'string' ? label : label.label;
}
