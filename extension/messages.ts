/**
 * Every message that the user can get, each with what to do next. Pure: `notify.ts` shows them. One line each; what went
 * wrong in detail is in the log. Texts are whole sentences with named placeholders, so that they can be translated.
 */
import * as l10n from '@vscode/l10n';
import type { EngineErrorKind } from '../engine/protocol/messages';
import { Command, type CommandId, SECTION, Setting } from './ids';

export interface MessageAction {
  readonly title: string;
  readonly command: CommandId | `workbench.${string}`;
  readonly argument?: string;
}

export interface Message {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly actions: readonly MessageAction[];
}

const SHOW_LOG: MessageAction = { title: l10n.t('Show Log'), command: Command.showLog };
const RESTART: MessageAction = { title: l10n.t('Restart Engine'), command: Command.restartEngine };
const PICK_MODEL: MessageAction = { title: l10n.t('Select Model'), command: Command.selectModel };
const INFILL: MessageAction = { title: l10n.t('Infill'), command: Command.infill };
const EXAMPLE: MessageAction = { title: l10n.t('Open an Example'), command: Command.openExample };
const SAVE_AS: MessageAction = { title: l10n.t('Save As…'), command: 'workbench.action.files.saveAs' };

export function noEditor(): Message {
  return info(l10n.t('Remask works in a text editor: open a file and put the cursor where text is to go.'), EXAMPLE);
}

export function noSession(): Message {
  return info(l10n.t('There is nothing to decide here: run Infill or Remask Selection first.'), INFILL);
}

export function emptySelection(): Message {
  return info(l10n.t('Select the text to denoise again, or use Infill to fill in at the cursor.'), INFILL);
}

export function selectionOutside(): Message {
  return info(l10n.t('Select a part of the text that is under review.'));
}

export function noParallel(): Message {
  return info(l10n.t('No other place proposed this text.'));
}

export function parallelGone(): Message {
  return info(l10n.t('That text is not there any more.'));
}

export function noMarkers(): Message {
  return info(
    l10n.t('No marker in this file: write ??? or /* ... */ where code is to come, or set your own in remask.markers.'),
    {
      title: l10n.t('Open Settings'),
      command: 'workbench.action.openSettings',
      argument: `${SECTION}.${Setting.markers}`,
    },
  );
}

export function nothingToValidate(): Message {
  return info(l10n.t('Nothing to validate on this line: select some code.'));
}

export function nothingWrong(): Message {
  return info(l10n.t('No problem was found; nothing was changed.'));
}

export function nothingUncertain(): Message {
  return info(l10n.t('No uncertain tokens are left here.'));
}

export function nothingOpen(): Message {
  return info(l10n.t('Everything here is pinned or accepted: unpin a part first.'));
}

export function sameAgain(): Message {
  return info(l10n.t('The same text again: try it longer or shorter.'));
}

export function alreadyShortest(): Message {
  return info(l10n.t('It is one token already: reject it to remove it.'));
}

export function noHunk(): Message {
  return info(l10n.t('No undecided change on this line: go to a marked piece.'));
}

export function noAlternatives(): Message {
  return info(l10n.t('Put the cursor on a coloured token for its alternatives.'));
}

export function noPasses(): Message {
  return info(l10n.t('There are no passes to look at: run Infill first, or wait until the run is over.'), INFILL);
}

export function allDecided(): Message {
  return info(l10n.t('Everything is decided at this pass: go to an earlier one.'));
}

export function stillRunning(sessionId: string): Message {
  return info(l10n.t('Remask is still denoising here: wait, or cancel it first.'), {
    title: l10n.t('Cancel It'),
    command: Command.cancel,
    argument: sessionId,
  });
}

export function readOnly(name: string): Message {
  return warning(l10n.t('{name} is read-only: make it writable or save a copy, then try again.', { name }), SAVE_AS);
}

export function tooLarge(name: string, characters: number, limit: number): Message {
  const millions = (count: number) => (count / 1_000_000).toFixed(1);
  return warning(
    l10n.t(
      '{name} has {size} million characters; Remask works on up to {limit} million. Copy the part in question to a file of its own.',
      { name, size: millions(characters), limit: millions(limit) },
    ),
    { title: l10n.t('New File'), command: 'workbench.action.files.newUntitledFile' },
  );
}

export function crossedBorder(): Message {
  return info(
    l10n.t('Your edit crossed the border of the hole, so denoising it was given up. Your text is as you typed it.'),
    INFILL,
  );
}

export function textMoved(): Message {
  return warning(
    l10n.t('The text under the draft is no longer what it was, so nothing was written. Run it again.'),
    SHOW_LOG,
  );
}

export function notWritten(name: string): Message {
  return warning(
    l10n.t('The editor refused to change {name}; the draft is kept. Make the file writable, then keep the draft.', {
      name,
    }),
    SAVE_AS,
    SHOW_LOG,
  );
}

export function autoSaveHolds(sessionId: string): Message {
  return info(
    l10n.t('Auto save is on, so the draft is shown but not yet written: it would reach the disk undecided.'),
    {
      title: l10n.t('Accept'),
      command: Command.accept,
      argument: sessionId,
    },
    {
      title: l10n.t('Write for Review'),
      command: Command.stage,
      argument: sessionId,
    },
  );
}

/** The engine died during a run that had already shown something. */
export function stoppedInRun(reason: string, sessionId: string): Message {
  return error(
    l10n.t('{reason} Your text is untouched and the last pass is kept.', { reason: sentence(reason) }),
    {
      title: l10n.t('Restart and Retry'),
      command: Command.retry,
      argument: sessionId,
    },
    SHOW_LOG,
  );
}

/** A run failed; `kept` says that a draft is left on the screen. */
export function runFailed(reason: string, sessionId: string, kept: boolean): Message {
  const text = kept
    ? l10n.t('{reason} Your text is untouched and the last pass is kept.', { reason: sentence(reason) })
    : untouched(reason);
  const retry = { title: l10n.t('Retry'), command: Command.retry, argument: sessionId };
  return error(text, ...(kept ? [retry] : []), RESTART, SHOW_LOG);
}

export function takesNoInstruction(model: string): Message {
  return info(
    l10n.t('{model} takes no instructions: choose a model that follows them, or use Infill without one.', { model }),
    PICK_MODEL,
    INFILL,
  );
}

export function modelProblem(reason: string): Message {
  return error(untouched(reason), PICK_MODEL, RESTART, SHOW_LOG);
}

export function badRequest(reason: string): Message {
  return warning(untouched(reason), SHOW_LOG);
}

export function engineGaveUp(reason: string): Message {
  return error(
    l10n.t('The Remask engine keeps stopping ({reason}) and was not started again.', { reason }),
    RESTART,
    SHOW_LOG,
  );
}

export function engineRestarts(reason: string): Message {
  return warning(l10n.t('The Remask engine stopped ({reason}); it is being restarted.', { reason }), SHOW_LOG);
}

export function originalsLeft(count: number): Message {
  const text =
    count === 1
      ? l10n.t('VS Code closed with one staged edit undecided. The original text is kept and can be brought back.')
      : l10n.t(
          'VS Code closed with {count} staged edits undecided. The original texts are kept and can be brought back.',
          { count },
        );
  return info(
    text,
    { title: l10n.t('Resume Review'), command: Command.resumeReview },
    { title: l10n.t('Show Originals'), command: Command.recoverOriginal },
  );
}

/** The review cannot go on, but nothing is lost. */
export function stagedTextGone(name: string): Message {
  return info(
    l10n.t('{name} holds neither the staged text nor its original any more. The original is still kept.', { name }),
    {
      title: l10n.t('Show Originals'),
      command: Command.recoverOriginal,
    },
  );
}

export function modelAdded(id: string, memoryBytes: number): Message {
  const memory = (memoryBytes / 1e9).toFixed(1);
  return info(l10n.t('{id} is here. It takes about {memory} GB of memory.', { id, memory }), {
    title: l10n.t('Use It'),
    command: Command.selectModel,
    argument: id,
  });
}

export function modelRemoved(id: string): Message {
  return info(l10n.t('{id} was removed from this machine.', { id }), PICK_MODEL);
}

/** The user stopped an import; `again` is what starts it again. */
export function importPaused(source: string, again: string): Message {
  return info(l10n.t('Adding {source} was stopped. What was downloaded is kept.', { source }), {
    title: l10n.t('Go On'),
    command: Command.addModel,
    argument: again,
  });
}

/** The engine's reason says what to do; the actions are that, where the editor can do it. */
export function importFailed(kind: EngineErrorKind, reason: string, again: string): Message {
  const token = { title: l10n.t('Set Token'), command: Command.setHubToken, argument: again };
  const retry = { title: l10n.t('Try Again'), command: Command.addModel, argument: again };
  const other = { title: l10n.t('Add Another Model'), command: Command.addModel };
  switch (kind) {
    case 'access':
      return error(reason, token, retry);
    case 'input':
    case 'model':
      return error(reason, other, SHOW_LOG);
    default:
      return error(reason, retry, SHOW_LOG);
  }
}

export function tokenStored(): Message {
  return info(l10n.t('The token is kept secret; only the hub gets it.'));
}

export function tokenRemoved(): Message {
  return info(l10n.t('The token was forgotten.'));
}

export function nothingToRecover(): Message {
  return info(l10n.t('Nothing to recover: every staged edit was decided.'));
}

/** `sessionId` offers to decide right there. */
export function editSummary(summary: string, sessionId?: string): Message {
  if (sessionId === undefined) return info(summary);
  return info(
    summary,
    { title: l10n.t('Accept'), command: Command.accept, argument: sessionId },
    { title: l10n.t('Reject'), command: Command.reject, argument: sessionId },
  );
}

export function reportCopied(): Message {
  return info(l10n.t('The report is on your clipboard: read it before you paste it anywhere.'), SHOW_LOG);
}

export function placeIsLocal(): Message {
  return info(l10n.t('This window and the engine are on the same machine.'));
}

export function placeChosen(): Message {
  return info(l10n.t('Reload the window to start the engine in the place you chose.'), {
    title: l10n.t('Reload Window'),
    command: 'workbench.action.reloadWindow',
  });
}

function untouched(reason: string): string {
  return l10n.t('{reason} Your text is untouched.', { reason: sentence(reason) });
}

/** Reasons come from the engine, whose language is English in every editor and on the command line. */
function sentence(reason: string): string {
  const text = reason.trim();
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

function info(text: string, ...actions: readonly MessageAction[]): Message {
  return { severity: 'info', text, actions };
}

function warning(text: string, ...actions: readonly MessageAction[]): Message {
  return { severity: 'warning', text, actions };
}

function error(text: string, ...actions: readonly MessageAction[]): Message {
  return { severity: 'error', text, actions };
}
