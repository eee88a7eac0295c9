/** A document as the pure renderers see it. */
import type * as vscode from 'vscode';
import type { TextLines } from './textLines';

export function documentLines(document: vscode.TextDocument): TextLines {
  return {
    positionAt: (offset) => document.positionAt(offset),
    lineCount: document.lineCount,
    lineText: (line) => document.lineAt(line).text,
  };
}
