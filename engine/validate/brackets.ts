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
  const open = new OpenBrackets();
  /** Depth of `open` at which a template's `${` was opened: its `}` goes back into the template. */
  const templates: number[] = [];
  for (let at = 0; at < text.length;) {
    const token = tokenAt(text, at, lexicon);
    if (token.kind === 'open') {
      open.push({ bracket: token.bracket, at });
      if (token.inTemplate) templates.push(open.depth);
    } else if (token.kind === 'close') {
      const returns = token.bracket === '}' && templates.at(-1) === open.depth;
      close(open, { bracket: token.bracket, at }, problems);
      if (returns) {
        templates.pop();
        at = resumeTemplate(text, at + 1, open, templates);
        continue;
      }
    }
    at = token.end;
  }
  for (const { bracket, at } of open.all) problems.push(problemAt(at, `'${bracket}' is never closed`));
  return problems.sort((a, b) => a.span.start - b.span.start);
}

class OpenBrackets {
  readonly all: Open[] = [];
  /** How many of each kind: what closes nothing is not looked for. */
  private readonly counts = new Map<string, number>();

  get depth(): number {
    return this.all.length;
  }

  push(open: Open): void {
    this.all.push(open);
    this.count(open, 1);
  }

  /** Takes out the last of a kind and what was opened behind it, and returns that; `undefined` if there is none. */
  close(bracket: string | undefined): readonly Open[] | undefined {
    if (!this.counts.get(bracket ?? '')) return undefined;
    const closed = this.all.splice(this.all.findLastIndex((each) => each.bracket === bracket));
    for (const each of closed) this.count(each, -1);
    return closed.slice(1);
  }

  private count({ bracket }: Open, by: 1 | -1): void {
    this.counts.set(bracket, (this.counts.get(bracket) ?? 0) + by);
  }
}

function close(open: OpenBrackets, { bracket, at }: Open, problems: Problem[]): void {
  const left = open.close(OPENER[bracket]);
  if (!left) problems.push(problemAt(at, `'${bracket}' closes nothing`));
  for (const each of left ?? []) {
    problems.push(problemAt(each.at, `'${each.bracket}' is not closed before '${bracket}'`));
  }
}

/** Goes on inside a template literal: to its end, or to the next `${`, which is opened. */
function resumeTemplate(text: string, from: number, open: OpenBrackets, templates: number[]): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`') return at + 1;
    else if (text.startsWith('${', at)) {
      open.push({ bracket: '{', at: at + 1 });
      templates.push(open.depth);
      return at + 2;
    }
  }
  return text.length;
}

function problemAt(at: number, message: string): Problem {
  return { span: { start: at, end: at + 1 }, message, source: 'brackets' };
}
