/**
 * Hover over a token, staged or scored: its probability, and what the model would rather have put there. Each of those is
 * a link: in staged text it pins the choice and lets the rest follow, in ordinary code it is simply written.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Alternative, ParallelPlace, Span } from '../../engine/protocol/messages';
import { rangeOf } from '../document/reading';
import type { Sessions } from '../flow/sessions';
import type { TokenScores } from '../flow/tokenScores';
import { Command } from '../ids';
import type { StagedCell } from '../session/holes';
import { stagedPart } from '../session/state';
import { commandLink } from './commandLink';
import { parallelName } from './parallelName';
import { percent, shownAmong } from './tokenText';

const MOST_ALTERNATIVES = 5;

/** What a link names: the token's place, the text to put there, and the session if it is staged. */
export interface ChosenAlternative {
  readonly uri: string;
  readonly session?: string;
  readonly span: Span;
  readonly text: string;
}

/** A token under the mouse. */
interface Token {
  readonly cell: StagedCell;
  readonly session?: string;
}

export class TokenHover implements vscode.HoverProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerHoverProvider({ pattern: '**' }, this);

  constructor(
    private readonly sessions: Sessions,
    private readonly scores: TokenScores,
  ) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const token = this.tokenAt(document, document.offsetAt(position));
    return token && new vscode.Hover(describe(token, document), rangeOf(document, token.cell.span));
  }

  private tokenAt(document: vscode.TextDocument, offset: number): Token | undefined {
    const isHere = ({ span }: StagedCell) => span.start <= offset && offset < span.end;
    for (const { id, state } of this.sessions.in(document)) {
      const cell = stagedPart(state)
        ?.holes.flatMap((hole) => hole.cells)
        .find(isHere);
      if (cell) return { cell, session: id };
    }
    const cell = this.scores.cellsOf(document).find(isHere);
    return cell && { cell };
  }

  dispose(): void {
    this.registration.dispose();
  }
}

function describe({ cell, session }: Token, document: vscode.TextDocument): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  // Only this command, and only from what stands here: nothing of the document's text is read as Markdown.
  text.isTrusted = { enabledCommands: [Command.chooseAlternative, Command.showParallel] };
  const { mark, confidence, alternatives, span, parallel } = cell;
  if (mark === 'pinned') return text.appendMarkdown(l10n.t('**Remask** pinned: stays when the rest is denoised again'));
  text.appendMarkdown(headline(percent(confidence), alternatives.length > 0, session !== undefined));
  const offered = alternatives.slice(0, MOST_ALTERNATIVES);
  const texts = offered.map((alternative) => alternative.text);
  for (const alternative of offered) {
    const chosen = { uri: document.uri.toString(), ...(session && { session }), span, text: alternative.text };
    text.appendMarkdown(`\n- ${row(alternative, shownAmong(alternative.text, texts), chosen)}`);
  }
  if (parallel && session)
    text.appendMarkdown(`\n\n${origin(parallel, document.positionAt(span.start).line, session)}`);
  return text;
}

/** A file's name may hold anything: it is shown as code. */
function origin(place: ParallelPlace, line: number, session: string): string {
  const title = l10n.t('Look at the text that this was written after');
  return `[$(references) ${code(parallelName(place, line))}](${commandLink(Command.showParallel, session)} "${title}")`;
}

function headline(likely: string, hasAlternatives: boolean, isStaged: boolean): string {
  if (!hasAlternatives) return l10n.t('**Remask** {0} likely', likely);
  return isStaged
    ? l10n.t('**Remask** {0} likely. Choose another, and the rest follows:', likely)
    : l10n.t('**Remask** {0} likely. Put another in its place:', likely);
}

function row({ probability }: Alternative, shown: string, chosen: ChosenAlternative): string {
  const target = commandLink(Command.chooseAlternative, chosen);
  return `[${code(shown)}](${target} "${l10n.t('Choose this')}") ${percent(probability)}`;
}

/** A fence longer than any run of backticks inside: the token is shown as it is, whatever it holds. */
function code(shown: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)));
  return `${fence} ${shown} ${fence}`;
}
