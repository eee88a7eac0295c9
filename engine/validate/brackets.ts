/**
 * Bracket balance: every bracket that has no partner. A scanner that skips strings, templates, regular expressions and
 * comments well enough for most languages; what it takes wrongly it takes wrongly before and after an edit alike, and
 * only what an edit has brought counts.
 */
import type { Problem } from '../protocol/messages';
import { lexiconOf, OPENER, tokenAt } from './lexicon';

interface Open {
  readonly bracket: string;
  readonly at: number;
}

export function bracketProblems(text: string, languageId: string): Problem[] {
  const lexicon = lexiconOf(languageId);
  if (!lexicon) return [];
  const problems: Problem[] = [];
  const open: Open[] = [];
  /** Depth of `open` at which a template's `${` was opened: its `}` goes back into the template. */
  const templates: number[] = [];
  for (let at = 0; at < text.length;) {
    const token = tokenAt(text, at, lexicon);
    if (token.kind === 'open') {
      open.push({ bracket: token.bracket, at });
      if (token.inTemplate) templates.push(open.length);
    } else if (token.kind === 'close') {
      const returns = token.bracket === '}' && templates.at(-1) === open.length;
      close(open, { bracket: token.bracket, at }, problems);
      if (returns) {
        templates.pop();
        at = resumeTemplate(text, at + 1, open, templates);
        continue;
      }
    }
    at = token.end;
  }
  for (const { bracket, at } of open) problems.push(problemAt(at, `'${bracket}' is never closed`));
  return problems.sort((a, b) => a.span.start - b.span.start);
}

function close(open: Open[], { bracket, at }: Open, problems: Problem[]): void {
  const partner = open.findLastIndex((each) => each.bracket === OPENER[bracket]);
  if (partner < 0) {
    problems.push(problemAt(at, `'${bracket}' closes nothing`));
    return;
  }
  for (const left of open.splice(partner).slice(1)) {
    problems.push(problemAt(left.at, `'${left.bracket}' is not closed before '${bracket}'`));
  }
}

/** Goes on inside a template literal: to its end, or to the next `${`, which is opened. */
function resumeTemplate(text: string, from: number, open: Open[], templates: number[]): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`') return at + 1;
    else if (text.startsWith('${', at)) {
      open.push({ bracket: '{', at: at + 1 });
      templates.push(open.length);
      return at + 2;
    }
  }
  return text.length;
}

function problemAt(at: number, message: string): Problem {
  return { span: { start: at, end: at + 1 }, message, source: 'brackets' };
}
