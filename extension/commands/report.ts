/** *Copy Report*: what a bug report needs, on the clipboard. Code goes in only by a pick of its own. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { reportCopied } from '../messages/commands';
import { gatherFacts } from '../report/facts';
import { reportOf } from '../report/report';
import type { CommandContext, Handler } from './context';

interface ReportItem extends vscode.QuickPickItem {
  readonly withDraft: boolean;
}

export function copyReport(context: CommandContext): Handler {
  return async () => {
    const picked = await vscode.window.showQuickPick(choices(), {
      title: l10n.t('Copy a report for a bug'),
      placeHolder: l10n.t('Nothing is sent anywhere: the report goes to your clipboard'),
    });
    if (!picked) return;
    const { engine, extension, place, runs } = context;
    const facts = gatherFacts({ version: extension.version, engine: engine.state, place, runs });
    await vscode.env.clipboard.writeText(reportOf(facts, picked));
    context.notify(reportCopied());
  };
}

function choices(): readonly ReportItem[] {
  return [
    {
      label: l10n.t('Without Any Code'),
      detail: l10n.t('Versions, machine, model, changed settings, the last failure, figures of the last runs'),
      withDraft: false,
    },
    {
      label: l10n.t('With the Last Draft'),
      detail: l10n.t('The same, and the text that the model wrote last with the confidence of each token'),
      withDraft: true,
    },
  ];
}
