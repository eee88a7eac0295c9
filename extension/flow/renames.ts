/**
 * A file that is renamed or moved is another document to VS Code: the old one closes, and its undo stack with it. What was
 * undecided in it is taken along.
 */
import * as vscode from 'vscode';
import { type Staged, stagedPart } from '../session/state';
import type { EditSession } from './editSession';

export interface MovedReview {
  readonly staged: Staged;
  readonly instruction: string | undefined;
}

interface Moving extends MovedReview {
  readonly from: vscode.Uri;
}

export class Renames implements vscode.Disposable {
  /** Of the renames under way. */
  private moving: readonly Moving[] = [];
  private readonly subscription: vscode.Disposable;

  constructor(
    sessions: { readonly all: readonly EditSession[] },
    resume: (uri: vscode.Uri, review: MovedReview) => Promise<void>,
  ) {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onWillRenameFiles(() => {
        this.moving = sessions.all.flatMap(reviewOf);
      }),
      vscode.workspace.onDidRenameFiles(async ({ files }) => {
        const { moving } = this;
        this.moving = [];
        for (const { from, ...review } of moving) {
          const to = files.map((file) => movedBy(file, from)).find((uri) => uri !== undefined);
          if (to) await resume(to, review);
        }
      }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function reviewOf({ document, state, instruction }: EditSession): readonly Moving[] {
  const staged = stagedPart(state);
  return staged ? [{ from: document.uri, staged, instruction }] : [];
}

/** Where a file is now, if it was the renamed one or lay in a renamed folder. */
function movedBy(
  { oldUri, newUri }: { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri },
  uri: vscode.Uri,
): vscode.Uri | undefined {
  if (uri.toString() === oldUri.toString()) return newUri;
  const isInside = uri.scheme === oldUri.scheme && uri.path.startsWith(`${oldUri.path}/`);
  return isInside ? newUri.with({ path: newUri.path + uri.path.slice(oldUri.path.length) }) : undefined;
}
