/** What binds a wanted name elsewhere, if what it takes is here, too. Pure. */
import { CLOSER, OPENER } from '../../constraints/brackets';
import { isName, wordsOf } from '../parallel/words';
import { Votes } from './votes';
import type { Around, Source, Wanted, WantedText } from './wanted';

export interface Declarations {
  /** Finds the beginning of a statement that binds a name, and what it binds it to, up to the line's end. */
  readonly patternOf: (name: string) => RegExp;
  /** A statement of a source, as it is written here. */
  readonly adapt?: (text: string, source: Source) => string;
}

/** What is in it takes nothing. */
const STRING = /(['"`])(?:\\.|(?!\1).)*\1/g;

/** For a single name: as most lines elsewhere have it, word by word. */
export function declaredElsewhere(
  { names }: Wanted,
  [before, behind]: Around,
  sources: readonly Source[],
  { patternOf, adapt = (text) => text }: Declarations,
): WantedText | undefined {
  const [only, ...more] = names;
  if (!only || more.length > 0) return undefined;
  const found = new Votes<{ readonly text: string; readonly place?: WantedText['found'] }>();
  const look = (text: string, source?: Source): void => {
    if (!text.includes(only.name)) return;
    for (const match of text.matchAll(patternOf(only.name))) {
      const written = match[0].trim();
      const start = match.index + match[0].indexOf(written);
      const statement = source ? adapt(written, source) : written;
      found.add(statement, {
        text: statement,
        ...(source && { place: { source, start, end: start + written.length } }),
      });
    }
  };
  for (const text of [before, behind]) look(text);
  for (const source of sources) look(source.text, source);
  const here = new Set([...wordsOf(before).words, ...wordsOf(behind).words]);
  const best = found.winner(({ text }) => {
    const { words } = wordsOf(text.replace(STRING, "''"));
    return isWhole(words) && takesWhatIsIn(words, here);
  });
  return best && { parts: [best.text], ...(best.place && { found: best.place }) };
}

/** Whether it ends where its line does. */
function isWhole(words: readonly string[]): boolean {
  const open: string[] = [];
  for (const word of words) {
    if (CLOSER[word]) open.push(CLOSER[word]);
    else if (OPENER[word] && open.pop() !== word) return false;
  }
  return open.length === 0 && !/^(?:[=+\-*/%&|^<>?:,.\\]|and|or|not|in)$/.test(words.at(-1) ?? '');
}

function takesWhatIsIn(words: readonly string[], here: ReadonlySet<string>): boolean {
  return words.every((word, i) => !isName(word) || words[i - 1] === '.' || here.has(word));
}
