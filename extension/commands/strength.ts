/** *Remask with Strength*: asks how much of the selection, or of all staged text at the cursor, to denoise again. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { remaskShare } from '../flow/again';
import { focusOf } from '../flow/focus';
import { percent } from '../render/tokenText';
import type { CommandContext, Handler } from './context';
import { remaskSelected } from './start';

const SHARES = [0.25, 0.5, 0.75, 1] as const;

export function remaskWithStrength(context: CommandContext): Handler {
  return async () => {
    const share = await askShare();
    if (share === undefined) return;
    const focus = focusOf(context.sessions);
    const isEmpty = vscode.window.activeTextEditor?.selection.isEmpty ?? true;
    const state = focus?.session.state;
    if (focus && state?.kind === 'staged' && (focus.selection || (isEmpty && focus.cursorInside))) {
      const spans = focus.selection ? [focus.selection] : state.holes.map((hole) => hole.span);
      return remaskShare(focus.session, spans, share);
    }
    await remaskSelected(context, share)(undefined);
  };
}

async function askShare(): Promise<number | undefined> {
  const items = SHARES.map((share) => ({ share, label: percent(share), description: describe(share) }));
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('Remask with Strength'),
    placeHolder: l10n.t('Share of the tokens to denoise again, least likely first'),
  });
  return picked?.share;
}

function describe(share: (typeof SHARES)[number]): string {
  switch (share) {
    case 0.25:
      return l10n.t('touch up the least likely tokens');
    case 0.5:
      return l10n.t('the less likely half');
    case 0.75:
      return l10n.t('keep only what is most likely');
    case 1:
      return l10n.t('start over');
  }
}
