/** What a name may be one of: the nearest name before it that is its plural. Pure. */

/** What is called is none. */
const PATH = /[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*(?![\p{L}\p{N}_$]|\s*\()/gu;

/** `item` is of `items`, of `cart.items` or of `allItems`; `undefined` if no such name stands in `before`. */
export function pluralBefore(name: string, before: string): string | undefined {
  const plurals = [`${name}s`, `${name}es`, name.replace(/y$/, 'ies')].filter((plural) => plural !== name);
  const ends = plurals.flatMap((plural) => [plural, plural.slice(0, 1).toUpperCase() + plural.slice(1)]);
  return (before.match(PATH) ?? []).findLast((word) => {
    const last = word.slice(word.lastIndexOf('.') + 1);
    return ends.some((end) => last === end || (last.endsWith(end) && isBeginning(last, last.length - end.length)));
  });
}

/** Whether a part of a compound name begins there: `Items` in `allItems`, `items` in `all_items`. */
function isBeginning(name: string, at: number): boolean {
  return /\p{Lu}/u.test(name[at] ?? '') || name[at - 1] === '_';
}
