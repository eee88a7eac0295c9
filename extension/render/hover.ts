/** Hover over a token of staged text: its probability, and what the model would have put there instead. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Alternative } from '../../engine/protocol/messages';
import { rangeOf } from '../document/binding';
import type { Sessions } from '../flow/sessions';
import type { StagedCell } from '../session/holes';
import { stagedPart } from '../session/state';

const MOST_ALTERNATIVES = 5;

export class TokenHover implements vscode.HoverProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerHoverProvider({ pattern: '**' }, this);

  constructor(private readonly sessions: Sessions) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const offset = document.offsetAt(position);
    const cell = this.sessions
      .in(document)
      .flatMap((session) => stagedPart(session.state)?.holes ?? [])
      .flatMap((hole) => hole.cells)
      .find(({ span }) => span.start <= offset && offset < span.end);
    return cell && new vscode.Hover(describe(cell), rangeOf(document, cell.span));
  }

  dispose(): void {
    this.registration.dispose();
  }
}

function describe({ mark, confidence, alternatives }: StagedCell): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  if (mark === 'pinned') return text.appendMarkdown(l10n.t('**Remask** pinned: stays when the rest is denoised again'));
  const likely = percent(confidence);
  text.appendMarkdown(
    alternatives.length > 0
      ? l10n.t('**Remask** {0} likely, otherwise', likely)
      : l10n.t('**Remask** {0} likely', likely),
  );
  for (const alternative of alternatives.slice(0, MOST_ALTERNATIVES)) text.appendMarkdown(`\n- ${row(alternative)}`);
  return text;
}

function row({ text, probability }: Alternative): string {
  // A fence longer than any run of backticks inside: the token is shown as it is, whatever it holds.
  const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
  const shown = text.replaceAll('\n', '⏎').replaceAll('\r', '').replaceAll('\t', '→');
  return `${fence} ${shown} ${fence} ${percent(probability)}`;
}

function percent(probability: number): string {
  return `${Math.round(probability * 100)} %`;
}
