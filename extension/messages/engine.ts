/** What goes wrong in the engine or in a run. */
import * as l10n from '@vscode/l10n';
import { Command } from '../ids';
import { error, INFILL, info, type Message, type MessageAction, PICK_MODEL, SHOW_LOG, warning } from './message';

const RESTART: MessageAction = { title: l10n.t('Restart Engine'), command: Command.restartEngine };

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

function untouched(reason: string): string {
  return l10n.t('{reason} Your text is untouched.', { reason: sentence(reason) });
}

/** Reasons come from the engine, whose language is English in every editor and on the command line. */
function sentence(reason: string): string {
  const text = reason.trim();
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
