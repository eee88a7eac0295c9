/**
 * The timeline of a run: a list of its passes in which moving up and down shows each pass in place. Enter keeps the pass
 * on the screen, Escape brings the present text back; a button goes on from the pass.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EditSession } from '../flow/editSession';
import { branchHere, leavePasses, showPass } from '../flow/passes';
import { noPasses } from '../messages/commands';
import { timelineItems, type TimelineItem } from '../render/timelineItems';
import { homeOf, passShown, recordsOf } from '../session/viewing';
import type { Sessions } from '../flow/sessions';

interface Row extends vscode.QuickPickItem {
  readonly pass: number;
}

export function showTimeline(session: EditSession, sessions: Sessions): void {
  const home = homeOf(session.state);
  const records = recordsOf(session.state);
  if (!home || records.length < 2) return session.services.notify(noPasses());
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = l10n.t('Passes of This Run');
  pick.placeholder = l10n.t('Move to look at a pass; Enter keeps it on the screen');
  pick.items = timelineItems(records, passShown(home)).map(rowOf);
  const shown = session.state.kind === 'viewing' ? session.state.pass : passShown(home);
  pick.activeItems = pick.items.filter((row) => row.pass === shown);
  let isKept = false;
  const keep = () => {
    isKept = true;
    pick.hide();
  };
  const subscriptions = vscode.Disposable.from(
    pick.onDidChangeActive(([row]) => row && showPass(session, row.pass)),
    pick.onDidAccept(keep),
    pick.onDidTriggerItemButton(({ item }) => {
      showPass(session, item.pass);
      keep();
      void branchHere(session);
    }),
    // Decided, undone or started anew meanwhile: the list is about something that is no more.
    sessions.onDidChange((changed) => changed === session && !homeOf(session.state) && keep()),
    pick.onDidHide(() => {
      if (!isKept) leavePasses(session);
      subscriptions.dispose();
      pick.dispose();
    }),
  );
  pick.show();
}

function rowOf({ pass, label, description, detail, canBranch }: TimelineItem): Row {
  const branch = { iconPath: new vscode.ThemeIcon('git-branch'), tooltip: l10n.t('Continue From This Pass') };
  return { pass, label, description, detail, buttons: canBranch ? [branch] : [] };
}
