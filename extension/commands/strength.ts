/** *Remask with Strength*: asks how much of the selection, or of all staged text at the cursor, to denoise again. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { remaskShare } from '../flow/again';
import { spanOf } from '../document/reading';
import { type Focus, focusOf } from '../flow/focus';
import { percent } from '../render/tokenText';
import { holeAround } from '../session/decisions';
import type { CommandContext, Handler } from './context';
import { remaskSelected } from './start';

const SHARES = [0.25, 0.5, 0.75, 1] as const;

export function remaskWithStrength(context: CommandContext): Handler {
  return async () => {
    const share = await askShare();
    if (share === undefined) return;
    const focus = focusOf(context.sessions);
    const spans = focus?.cursorInside ? spansIn(focus) : undefined;
    if (focus && spans) await remaskShare(focus.session, spans, share);
    else await remaskSelected(context, share)(undefined);
  };
}

/** All of the staged text, or the part that is selected; `undefined` where more is selected than that. */
function spansIn({ session: { state, document } }: Focus): readonly Span[] | undefined {
  const selected = vscode.window.activeTextEditor?.selection;
  if (state.kind !== 'staged' || !selected) return undefined;
  if (selected.isEmpty) return state.holes.map((hole) => hole.span);
  const span = spanOf(document, selected);
  return holeAround(state, span) ? [span] : undefined;
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
