/** Answers to a command: why there is nothing to do for it here, or that it is done. */
import * as l10n from '@vscode/l10n';
import { Command, SECTION, Setting } from '../ids';
import { INFILL, info, type Message, type MessageAction, SHOW_LOG } from './message';

const EXAMPLE: MessageAction = { title: l10n.t('Open an Example'), command: Command.openExample };

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

export function stillRunning(sessionId: string): Message {
  return info(l10n.t('Remask is still denoising here: wait, or cancel it first.'), {
    title: l10n.t('Cancel It'),
    command: Command.cancel,
    argument: sessionId,
  });
}

export function noHunk(): Message {
  return info(l10n.t('No undecided change on this line: go to a marked piece.'));
}

export function nothingUncertain(): Message {
  return info(l10n.t('No uncertain tokens are left here.'));
}

export function nothingOpen(): Message {
  return info(l10n.t('Everything here is pinned or accepted: unpin a part first.'));
}

export function noAlternatives(): Message {
  return info(l10n.t('Put the cursor on a coloured token for its alternatives.'));
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

export function noPasses(): Message {
  return info(l10n.t('There are no passes to look at: run Infill first, or wait until the run is over.'), INFILL);
}

export function allDecided(): Message {
  return info(l10n.t('Everything is decided at this pass: go to an earlier one.'));
}

export function sameAgain(): Message {
  return info(l10n.t('The same text again: try it longer or shorter.'));
}

export function alreadyShortest(): Message {
  return info(l10n.t('It is one token already: reject it to remove it.'));
}

export function nothingToValidate(): Message {
  return info(l10n.t('Nothing to validate on this line: select some code.'));
}

export function nothingWrong(): Message {
  return info(l10n.t('No problem was found; nothing was changed.'));
}

export function nothingToRecover(): Message {
  return info(l10n.t('Nothing to recover: every staged edit was decided.'));
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
