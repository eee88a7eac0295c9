import { dirname, sep } from 'node:path';

/** Absolute paths, those first that share most folders with `path`, counted from the root; of equals, by name. */
export function nearestFirst(path: string, others: readonly string[]): string[] {
  const own = foldersOf(path);
  const ranked = others.map((other) => ({ other, shared: sharedOf(own, foldersOf(other)) }));
  ranked.sort((a, b) => b.shared - a.shared || (a.other < b.other ? -1 : 1));
  return ranked.map(({ other }) => other);
}

function foldersOf(path: string): readonly string[] {
  return dirname(path).split(sep);
}

function sharedOf(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}
