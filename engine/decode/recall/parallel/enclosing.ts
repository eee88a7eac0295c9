/**
 * What the lines around two places say of their names, from the nearest outwards: `class Circle` around one and `class
 * Square` around the other. What agrees next to a hole often ends before its function does.
 */
import type { Renaming } from './renaming';
import type { Words } from './words';

/** Lines that enclose a place, each less indented than the one before it. */
const MOST_LINES = 4;

/** A place behind the words before `at`, and by how many blanks its line is indented. */
export interface Spot {
  readonly words: Words;
  readonly at: number;
  readonly indentation: number;
}

/** Takes what stands for what in the lines that enclose both, as far as these are alike. */
export function takeEnclosing(renaming: Renaming, there: Spot, here: Spot): void {
  const [old, now] = [enclosing(there), enclosing(here)];
  for (let i = 0; i < Math.min(old.length, now.length); i++) takeLine(renaming, old[i] ?? [], now[i] ?? []);
}

/** Names that differ within the line, up to the first that cannot stand for the other. */
function takeLine(renaming: Renaming, there: readonly string[], here: readonly string[]): void {
  if (there[0] !== here[0]) return;
  for (let i = 0; i < Math.min(there.length, here.length); i++) {
    const [old, now] = [there[i] ?? '', here[i] ?? ''];
    if (old !== now && !renaming.take(old, now)) return;
  }
}

/** The words of each enclosing line, the nearest first. */
function enclosing({ words: { text, words, starts, breaks }, at, indentation }: Spot): string[][] {
  const lines: string[][] = [];
  let least = indentation;
  let end = at;
  for (let i = at - 1; i >= 0 && lines.length < MOST_LINES && least > 0; i--) {
    if (i > 0 && !breaks[i]) continue;
    const start = starts[i] ?? 0;
    const blanks = start - (text.lastIndexOf('\n', start - 1) + 1);
    if (blanks < least) lines.push(words.slice(i, end));
    least = Math.min(least, blanks);
    end = i;
  }
  return lines;
}
