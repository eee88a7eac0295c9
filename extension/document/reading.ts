/** Documents as sessions and the engine see them: spans of offsets, changes, line endings; and when they are gone. */
import * as vscode from 'vscode';
import type { ContentChange, Span } from '../../engine/protocol/messages';
import type { LineEnding } from '../session/lineEndings';

export function rangeOf(document: vscode.TextDocument, span: Span): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

export function spanOf(document: vscode.TextDocument, range: vscode.Range): Span {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

export function textIn(document: vscode.TextDocument, span: Span): string {
  return document.getText(rangeOf(document, span));
}

/** What stands before an offset in its line. */
export function leadOf(document: vscode.TextDocument, offset: number): string {
  const at = document.positionAt(offset);
  return document.lineAt(at.line).text.slice(0, at.character);
}

/** Calls back when a document is gone. VS Code says "closed" as well when only its language is another. */
export function onGone(gone: (document: vscode.TextDocument) => void): vscode.Disposable {
  return vscode.workspace.onDidCloseTextDocument((document) => {
    if (document.isClosed) gone(document);
  });
}

export function lineEndingOf(document: vscode.TextDocument): LineEnding {
  return document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
}

/** Change events as the protocol has them, in the order in which VS Code gives them. */
export function changesOf(event: vscode.TextDocumentChangeEvent): readonly ContentChange[] {
  return event.contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
    span: { start: rangeOffset, end: rangeOffset + rangeLength },
    text,
  }));
}
