/** What the language servers say about a document, once they have had their say about its present text. */
import * as vscode from 'vscode';
import type { Problem } from '../../engine/protocol/messages';
import { spanOf } from '../document/reading';

/** Servers answer an edit within this time or, mostly, have nothing to say about it. */
const ANSWER_MS = 1500;
/** Several servers, and several passes of one, answer one after the other. */
const QUIET_MS = 350;

/** Errors only: a hint is no reason to remask. */
export function errorsOf(document: vscode.TextDocument): Problem[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
    .map(({ range, message, source }) => ({
      span: spanOf(document, document.validateRange(range)),
      message,
      source: source ?? '',
    }));
}

/** Call it before the edit; the promise resolves when diagnostics have come after it and then rest. Rejects on abort. */
export function diagnosticsAfterEdit(uri: vscode.Uri, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer = setTimeout(done, ANSWER_MS);
    const subscription = vscode.languages.onDidChangeDiagnostics((event) => {
      if (!event.uris.some((each) => each.toString() === uri.toString())) return;
      clearTimeout(timer);
      timer = setTimeout(done, QUIET_MS);
    });
    signal.addEventListener('abort', aborted);
    function end(): void {
      clearTimeout(timer);
      subscription.dispose();
      signal.removeEventListener('abort', aborted);
    }
    function done(): void {
      end();
      resolve();
    }
    function aborted(): void {
      end();
      reject(new Error('stopped'));
    }
  });
}
