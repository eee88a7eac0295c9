/** *What Did the Model See?*: opens all that is within the model's reach at a hole, beside the file. */
import * as vscode from 'vscode';
import { relatedTo } from '../ask/related';
import { rangeOf, spanOf } from '../document/reading';
import { focusOf } from '../flow/focus';
import { requestProblem } from '../flow/requestProblem';
import { noEditor } from '../messages/commands';
import { regionOf } from '../session/state';
import type { CommandContext, Handler } from './context';

/** For the hole of the session at the cursor, else for the selection. */
export function showContext(context: CommandContext): Handler {
  return async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return context.notify(noEditor());
    const { document } = editor;
    const focus = focusOf(context.sessions, editor);
    const span = (focus && regionOf(focus.session.state)[0]) ?? spanOf(document, editor.selection);
    try {
      const client = await context.engine.ready();
      context.sync.ensure(client, document);
      const related = await relatedTo(document, context.settings(document));
      const { version, uri } = document;
      const seen = await client.seen({ uri: uri.toString(), version, span, related });
      const hole = document.getText(rangeOf(document, span));
      await context.contextView.show(document, { instruction: focus?.session.instruction, hole, seen });
    } catch (error) {
      context.notify(requestProblem(error, context.engine.state));
    }
  };
}
