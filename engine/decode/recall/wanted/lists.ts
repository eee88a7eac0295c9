/** Lists of names, as programs write them, and how names are used. Pure. */

import type { Around } from './wanted';

/** A comma where more of the list follows, or where each line of it ends with one. */
export function commaBehind(before: string, behind: string): string {
  const isClosed = /^\s*(?:[)\]},=:]|(?:of|in)\b|$)/.test(behind);
  if (/^[ \t]*\r?\n/.test(behind)) return isClosed && !/,\s*$/.test(before) ? '' : ',';
  return isClosed ? '' : ', ';
}

/** As `order` has them all, else by the alphabet, cases alike. */
export function inOrder<T extends { readonly name: string }>(names: readonly T[], order: readonly string[]): T[] {
  const place = ({ name }: T): number => order.indexOf(name);
  if (names.every((name) => place(name) >= 0)) return [...names].sort((a, b) => place(a) - place(b));
  return [...names].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

/** The last line of a text that is not blank. */
export const lastLineOf = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

export function isCalled(name: string, around: Around): boolean {
  const call = new RegExp(`(?<![\\w$.])${escaped(name)}\\(`);
  return around.some((text) => call.test(text));
}

/** As a pattern has it. */
export const escaped = (name: string): string => name.replaceAll('$', '\\$');
