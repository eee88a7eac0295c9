/** Brings back originals of staged edits that a crash left undecided. Never writes over anything: opens a new document. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Leftover } from '../document/journal';
import { nothingToRecover } from '../messages';
import type { CommandContext, Handler } from './context';

export function recoverOriginal(context: CommandContext): Handler {
  return async () => {
    const leftovers = await context.journal.leftovers();
    if (leftovers.length === 0) return context.notify(nothingToRecover());
    const picked = await vscode.window.showQuickPick(leftovers.map(itemOf), {
      title: l10n.t('Originals of undecided edits'),
      placeHolder: l10n.t('Open the text that stood there before'),
    });
    if (!picked) return;
    const content = picked.leftover.entry.holes.map((hole) => hole.original).join('\n');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }), { preview: false });
    await context.journal.remove(picked.leftover.file);
  };
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
