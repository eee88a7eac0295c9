/**
 * Every message that the user can get is in this folder, each with what to do next. Pure: `notify.ts` shows them. One line
 * each; what went wrong in detail is in the log. Texts are whole sentences with named placeholders, so that they can be
 * translated.
 */
import * as l10n from '@vscode/l10n';
import { Command, type CommandId } from '../ids';

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

export const SHOW_LOG: MessageAction = { title: l10n.t('Show Log'), command: Command.showLog };
export const PICK_MODEL: MessageAction = { title: l10n.t('Select Model'), command: Command.selectModel };
export const INFILL: MessageAction = { title: l10n.t('Infill'), command: Command.infill };

export function info(text: string, ...actions: readonly MessageAction[]): Message {
  return { severity: 'info', text, actions };
}

export function warning(text: string, ...actions: readonly MessageAction[]): Message {
  return { severity: 'warning', text, actions };
}

export function error(text: string, ...actions: readonly MessageAction[]): Message {
  return { severity: 'error', text, actions };
}
