/** What has become of the user's text, or of a draft that is meant for it. */
import * as l10n from '@vscode/l10n';
import { Command } from '../ids';
import { INFILL, info, type Message, type MessageAction, SHOW_LOG, warning } from './message';

const SAVE_AS: MessageAction = { title: l10n.t('Save As…'), command: 'workbench.action.files.saveAs' };

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

/** `sessionId` offers to decide right there. */
export function editSummary(summary: string, sessionId?: string): Message {
  if (sessionId === undefined) return info(summary);
  return info(
    summary,
    { title: l10n.t('Accept'), command: Command.accept, argument: sessionId },
    { title: l10n.t('Reject'), command: Command.reject, argument: sessionId },
  );
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
