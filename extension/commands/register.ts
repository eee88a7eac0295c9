/** Command id to handler: the one table of everything that the user can ask for. */
import * as vscode from 'vscode';
import { remaskUncertain, retry } from '../flow/again';
import { accept, cancel, rejectHunk, rejectSelection } from '../flow/decide';
import type { EditSession } from '../flow/editSession';
import { focusOf } from '../flow/focus';
import { LastEditor } from '../flow/lastEditor';
import { reject } from '../flow/reject';
import { acceptSelection, pinSelection } from '../flow/settlePart';
import { keepDraft, writeDraft } from '../flow/staging';
import type { Span } from '../../engine/protocol/messages';
import { Command, type CommandId, FROM_WALKTHROUGH } from '../ids';
import { noEditor, selectionOutside } from '../messages/commands';
import { addModel } from '../models/addModel';
import { setHubToken } from '../models/hubToken';
import { selectModel } from '../models/selectModel';
import { goToUncertain } from '../flow/uncertain';
import { branchHere, step } from '../flow/passes';
import { type CommandContext, type Handler, onSession } from './context';
import { acceptHunk, alternative, onHunk, onLine, resizeHere } from './decisions';
import { restartEngine } from './engine';
import { showMenu } from './menu';
import { openExample } from './openExample';
import { infillWithInstruction } from './instruct';
import { choosePlace } from './place';
import { recoverOriginal, resumeReview } from './recover';
import { copyReport } from './report';
import { showContext } from './showContext';
import { showParallel } from './showParallel';
import { infill, infillMarkers, remaskSelected } from './start';
import { summarize } from './summarize';
import { remaskWithStrength } from './strength';
import { showTimeline } from './timeline';
import { validate } from './validate';

export function registerCommands(context: CommandContext): vscode.Disposable {
  const lastEditor = new LastEditor();
  const register = ([id, handler]: readonly [string, Handler]) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      if (argument === FROM_WALKTHROUGH) await lastEditor.show();
      await handler(argument);
    });
  return vscode.Disposable.from(lastEditor, ...Object.entries(handlersOf(context)).map(register));
}

function handlersOf(context: CommandContext): Readonly<Record<CommandId, Handler>> {
  return {
    [Command.infill]: infill(context),
    [Command.remaskSelection]: remaskSelected(context),
    [Command.remaskUncertain]: onSession(context, remaskUncertain),
    [Command.retry]: onSession(context, retry),
    [Command.accept]: onSession(context, accept),
    [Command.reject]: onSession(context, reject),
    [Command.acceptSelection]: onSelection(context, acceptSelection),
    [Command.rejectSelection]: onSelection(context, rejectSelection),
    [Command.pinSelection]: onSelection(context, pinSelection),
    [Command.cancel]: onSession(context, cancel),
    [Command.stopHere]: onSession(context, (session) => keepDraft(session)),
    [Command.stage]: onSession(context, (session) => writeDraft(session)),
    [Command.acceptHunk]: onHunk(context, acceptHunk),
    [Command.rejectHunk]: onHunk(context, rejectHunk),
    [Command.acceptLine]: onLine(context, acceptSelection),
    [Command.rejectLine]: onLine(context, rejectSelection),
    [Command.nextUncertain]: () => goToUncertain(context, 'next'),
    [Command.previousUncertain]: () => goToUncertain(context, 'previous'),
    [Command.chooseAlternative]: alternative(context),
    [Command.remaskWithStrength]: remaskWithStrength(context),
    [Command.longer]: resizeHere(context, 1),
    [Command.shorter]: resizeHere(context, -1),
    [Command.showTimeline]: onSession(context, (session) => showTimeline(session, context.sessions)),
    [Command.passBack]: onSession(context, (session) => step(session, -1)),
    [Command.passForward]: onSession(context, (session) => step(session, 1)),
    [Command.branchHere]: onSession(context, branchHere),
    [Command.showDiff]: onSession(context, (session) => context.originals.showDiff(session)),
    [Command.showTokenConfidence]: showTokenConfidence(context),
    [Command.validate]: validate(context),
    [Command.stopValidation]: onSession(context, (session) => context.validations.stop(session)),
    [Command.infillWithInstruction]: infillWithInstruction(context),
    [Command.infillMarkers]: infillMarkers(context),
    [Command.showContext]: showContext(context),
    [Command.showParallel]: onSession(context, (session) => showParallel(context, session)),
    [Command.selectModel]: selectModel(context),
    [Command.addModel]: addModel(context),
    [Command.setHubToken]: setHubToken(context),
    [Command.restartEngine]: restartEngine(context),
    [Command.showLog]: () => context.showLog(),
    [Command.showMenu]: showMenu(context),
    [Command.resumeReview]: resumeReview(context),
    [Command.recoverOriginal]: recoverOriginal(context),
    [Command.summarize]: onSession(context, (session) => summarize(context, session)),
    [Command.copyReport]: copyReport(context),
    [Command.openExample]: openExample(context),
    [Command.choosePlace]: choosePlace(context),
  };
}

function showTokenConfidence(context: CommandContext): Handler {
  return () => {
    const editor = vscode.window.activeTextEditor;
    if (editor) context.scores.toggle(editor.document);
    else context.notify(noEditor());
  };
}

/** A handler for the selected part of staged text. */
function onSelection(
  context: CommandContext,
  act: (session: EditSession, span: Span) => Promise<void> | void,
): Handler {
  return onSession(context, (session) => {
    const selection = focusOf(context.sessions)?.selection;
    return selection ? act(session, selection) : context.notify(selectionOutside());
  });
}
