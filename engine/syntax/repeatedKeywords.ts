/**
 * What stands in a call twice by the same name. Not a query's affair: one that compares two arguments goes through all pairs
 * at once, which takes seconds for 150 arguments and minutes for 600.
 */

/** A node of a tree, as far as it matters here. */
export interface Argument {
  readonly id: number;
  readonly parent: { readonly children: readonly (Argument | null)[] } | null;
  childForFieldName(name: string): { readonly text: string } | null;
}

/** Those of some keyword arguments whose name stands in their call before them. */
export function repeatedKeywords<A extends Argument>(keywords: readonly A[]): A[] {
  const looked = new Set<number>();
  const repeated = new Set<number>();
  for (const keyword of keywords) {
    if (looked.has(keyword.id)) continue;
    const names = new Set<string>();
    for (const argument of keyword.parent?.children ?? []) {
      const name = argument?.childForFieldName('name')?.text;
      if (!argument || name === undefined) continue;
      if (names.has(name)) repeated.add(argument.id);
      names.add(name);
      looked.add(argument.id);
    }
  }
  return keywords.filter(({ id }) => repeated.has(id));
}
