/**
 * What a crash or a reload left undecided: goes on with the review, or opens the original in a document of its own.
 * Neither writes over anything: where the staged text is lost, it is shown as a draft again.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Leftover } from '../document/journal';
import { nothingToRecover } from '../messages/commands';
import { stagedTextGone } from '../messages/drafts';
import { resumed } from '../session/relocate';
import type { CommandContext, Handler } from './context';

/** Those that belong to the open folders; without any folder, all. */
export function leftoversHere(leftovers: readonly Leftover[]): readonly Leftover[] {
  if (!vscode.workspace.workspaceFolders) return leftovers;
  return leftovers.filter(({ entry }) => vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(entry.uri)));
}

/**
 * Opens each document again and puts the session back over its staged text. Asked twice at a time, as by a notification and
 * by the palette, it takes up each edit once.
 */
export function resumeReview(context: CommandContext): Handler {
  let last: Promise<void> = Promise.resolve();
  const next = () => resumeAll(context);
  return () => (last = last.then(next, next));
}

async function resumeAll(context: CommandContext): Promise<void> {
  const leftovers = leftoversHere(await context.journal.leftovers());
  if (leftovers.length === 0) return context.notify(nothingToRecover());
  for (const leftover of leftovers) await resume(context, leftover);
}

async function resume(context: CommandContext, { entry, file }: Leftover): Promise<void> {
  const uri = vscode.Uri.parse(entry.uri);
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const state = resumed(document.getText(), entry);
    if (!state) return context.notify(stagedTextGone(vscode.workspace.asRelativePath(uri)));
    await vscode.window.showTextDocument(document, { preview: false });
    context.sessions.resume(document, state, entry.instruction);
    await context.journal.remove(file);
  } catch (error) {
    context.log.warn(`resuming a review: ${String(error)}`);
    context.notify(stagedTextGone(vscode.workspace.asRelativePath(uri)));
  }
}

export function recoverOriginal(context: CommandContext): Handler {
  return async () => {
    const leftovers = await context.journal.leftovers();
    if (leftovers.length === 0) return context.notify(nothingToRecover());
    const picked = await vscode.window.showQuickPick(leftovers.map(itemOf), {
      title: l10n.t('Originals of undecided edits'),
      placeHolder: l10n.t('Open the text that stood there before'),
    });
    if (!picked) return;
    const { uri, holes } = picked.leftover.entry;
    const content = holes.map((hole) => hole.original).join('\n');
    const language = await languageOf(vscode.Uri.parse(uri));
    const document = await vscode.workspace.openTextDocument({ content, ...(language && { language }) });
    await vscode.window.showTextDocument(document, { preview: false });
    await context.journal.remove(picked.leftover.file);
  };
}

/** Of the file that the text comes from, if it is still there. */
async function languageOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).languageId;
  } catch {
    return undefined;
  }
}

interface LeftoverItem extends vscode.QuickPickItem {
  readonly leftover: Leftover;
}

function itemOf(leftover: Leftover): LeftoverItem {
  const { uri, time, holes } = leftover.entry;
  const characters = holes.reduce((sum, hole) => sum + hole.original.length, 0);
  return {
    leftover,
    label: vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
    description: l10n.t('{time} · {count} characters', { time: new Date(time).toLocaleString(), count: characters }),
    detail: holes
      .map((hole) => hole.original.trim())
      .join(' ⏎ ')
      .slice(0, 120),
  };
}
