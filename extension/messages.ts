/**
 * Every message that the user can get, each with what to do next. Pure: `notify.ts` shows them. One line each; what went
 * wrong in detail is in the log.
 */
import { Command, type CommandId } from './ids';

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

const SHOW_LOG: MessageAction = { title: 'Show Log', command: Command.showLog };
const RESTART: MessageAction = { title: 'Restart Engine', command: Command.restartEngine };
const PICK_MODEL: MessageAction = { title: 'Select Model', command: Command.selectModel };

export function noEditor(): Message {
  return info('Remask works in a text editor: open a file and put the cursor where text is to go.');
}

export function noSession(): Message {
  return info('There is nothing to decide here: run Infill or Remask Selection first.', {
    title: 'Infill',
    command: Command.infill,
  });
}

export function emptySelection(): Message {
  return info('Select the text to denoise again, or use Infill to fill in at the cursor.', {
    title: 'Infill',
    command: Command.infill,
  });
}

export function selectionOutside(): Message {
  return info('The selection is not inside staged text: select a part of what Remask wrote.');
}

export function nothingUncertain(): Message {
  return info('No uncertain tokens are left: accept the text, or select a part and use Remask Selection.');
}

export function stillRunning(sessionId: string): Message {
  return info('Remask is still denoising here: wait, or cancel it first.', {
    title: 'Cancel It',
    command: Command.cancel,
    argument: sessionId,
  });
}

export function readOnly(name: string): Message {
  return warning(`${name} is read-only: make it writable or save a copy, then try again.`, {
    title: 'Save As…',
    command: 'workbench.action.files.saveAs',
  });
}

export function tooLarge(name: string, characters: number, limit: number): Message {
  const millions = (count: number) => (count / 1_000_000).toFixed(1);
  return warning(
    `${name} has ${millions(characters)} million characters; Remask works on up to ${millions(limit)} million. ` +
      'Copy the part in question to a file of its own.',
  );
}

export function crossedBorder(): Message {
  return info('Your edit crossed the border of the hole, so denoising it was given up. Your text is as you typed it.', {
    title: 'Infill',
    command: Command.infill,
  });
}

export function textMoved(): Message {
  return warning('The text under the draft is no longer what it was, so nothing was written. Run it again.', SHOW_LOG);
}

export function notWritten(name: string): Message {
  return warning(
    `The editor refused to change ${name}; the draft is kept. Make the file writable, then keep the draft.`,
  );
}

export function autoSaveHolds(sessionId: string): Message {
  return info(
    'Auto save is on, so the draft is shown but not yet written: it would reach the disk undecided.',
    {
      title: 'Accept',
      command: Command.accept,
      argument: sessionId,
    },
    {
      title: 'Write for Review',
      command: Command.stage,
      argument: sessionId,
    },
  );
}

/** The engine died during a run that had already shown something. */
export function stoppedInRun(reason: string, sessionId: string): Message {
  return error(
    `${sentence(reason)} Your text is untouched and the last pass is kept.`,
    {
      title: 'Restart and Retry',
      command: Command.retry,
      argument: sessionId,
    },
    SHOW_LOG,
  );
}

/** A run failed; `kept` says that a draft is left on the screen. */
export function runFailed(reason: string, sessionId: string, kept: boolean): Message {
  const rest = kept ? 'Your text is untouched and the last pass is kept.' : 'Your text is untouched.';
  const retry = { title: 'Retry', command: Command.retry, argument: sessionId };
  return error(`${sentence(reason)} ${rest}`, ...(kept ? [retry] : []), RESTART, SHOW_LOG);
}

export function modelProblem(reason: string): Message {
  return error(`${sentence(reason)} Your text is untouched.`, PICK_MODEL, RESTART, SHOW_LOG);
}

export function badRequest(reason: string): Message {
  return warning(`${sentence(reason)} Your text is untouched.`, SHOW_LOG);
}

export function engineGaveUp(reason: string): Message {
  return error(`The Remask engine keeps stopping (${reason}) and was not started again.`, RESTART, SHOW_LOG);
}

export function engineRestarts(reason: string): Message {
  return warning(`The Remask engine stopped (${reason}); it is being restarted.`, SHOW_LOG);
}

export function originalsLeft(count: number): Message {
  const edits = count === 1 ? 'one staged edit' : `${count} staged edits`;
  return info(`VS Code closed with ${edits} undecided. The original text is kept and can be brought back.`, {
    title: 'Show Originals',
    command: Command.recoverOriginal,
  });
}

export function nothingToRecover(): Message {
  return info('No original is waiting to be recovered: every staged edit was decided.');
}

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
