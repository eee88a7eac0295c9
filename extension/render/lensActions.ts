/** The actions of the rows above a session that are the same wherever they are offered. Pure. */
import * as l10n from '@vscode/l10n';
import { Command, type CommandId } from '../ids';

export interface Lens {
  readonly title: string;
  /** A lens without one only tells. */
  readonly command?: CommandId;
  readonly tooltip?: string;
}

export const CANCEL: Lens = {
  title: `$(close) ${l10n.t('Cancel')}`,
  command: Command.cancel,
  tooltip: l10n.t('Stop and leave the text as it was'),
};
export const STOP_HERE: Lens = {
  title: `$(debug-stop) ${l10n.t('Stop Here')}`,
  command: Command.stopHere,
  tooltip: l10n.t('Stop and keep the draft as it is now'),
};
export const ACCEPT: Lens = {
  title: `$(check) ${l10n.t('Accept')}`,
  command: Command.accept,
  tooltip: l10n.t('Keep the text'),
};
export const REJECT: Lens = {
  title: `$(discard) ${l10n.t('Reject')}`,
  command: Command.reject,
  tooltip: l10n.t('Bring the original back'),
};
export const RETRY: Lens = {
  title: `$(refresh) ${l10n.t('Retry')}`,
  command: Command.retry,
  tooltip: l10n.t('Denoise again with another seed'),
};
export const ACCEPT_DRAFT: Lens = { ...ACCEPT, tooltip: l10n.t('Write the draft into the file') };
export const DISCARD: Lens = { ...CANCEL, title: `$(discard) ${l10n.t('Discard')}`, tooltip: l10n.t('Drop the draft') };
export const STAGE: Lens = {
  title: `$(edit) ${l10n.t('Write for Review')}`,
  command: Command.stage,
  tooltip: l10n.t('Write the draft into the file and decide then; auto save may store it meanwhile'),
};
export const KEEP_DRAFT: Lens = {
  ...STOP_HERE,
  title: `$(check) ${l10n.t('Keep This Draft')}`,
  tooltip: l10n.t('Write the last good pass'),
};

export const STOP_VALIDATION: Lens = {
  title: `$(debug-stop) ${l10n.t('Stop')}`,
  command: Command.stopValidation,
  tooltip: l10n.t('Stop validating and keep the best draft so far'),
};
export const BACK: Lens = {
  title: `$(arrow-left) ${l10n.t('Back')}`,
  command: Command.passBack,
  tooltip: l10n.t('Show the pass before this one'),
};
export const FORWARD: Lens = {
  title: `$(arrow-right) ${l10n.t('Forward')}`,
  command: Command.passForward,
  tooltip: l10n.t('Show the pass after this one'),
};
export const BRANCH: Lens = {
  title: `$(git-branch) ${l10n.t('Continue From Here')}`,
  command: Command.branchHere,
  tooltip: l10n.t('Keep what is decided at this pass and denoise the rest with another seed'),
};
export const USE_PASS: Lens = {
  ...STOP_HERE,
  title: `$(check) ${l10n.t('Use This Pass')}`,
  tooltip: l10n.t('Write the text of this pass'),
};
export const LEAVE: Lens = {
  ...CANCEL,
  title: `$(close) ${l10n.t('Close')}`,
  tooltip: l10n.t('Show the present text again'),
};

export function remaskUncertain(count: number): Lens {
  return {
    title: `$(symbol-color) ${l10n.t('Remask {0} Uncertain', count)}`,
    command: Command.remaskUncertain,
    tooltip: l10n.t('Denoise the uncertain tokens again; the rest stays'),
  };
}
