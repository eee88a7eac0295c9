/** What a text binds, as far as its form tells: where a place elsewhere binds what is wrong here, it is not parallel. Pure. */

const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
/** Words of these statements that are no names. */
const FORM = new Set(['as', 'type']);

/** Declarations that bind a name once. */
const ONCE = [
  /^[ \t]*(?:const|let)\s+([\p{L}_$][\p{L}\p{N}_$]*|\{[^}=]*\})/gmu,
  /^import\s+(?:type\s+)?([^'"]*?)\s+from\b/gm,
];
const BINDING = [
  ...ONCE,
  /^[ \t]*var\s+([\p{L}_$][\p{L}\p{N}_$]*)/gmu,
  /^[ \t]*from[ \t]+[.\w]+[ \t]+import[ \t]+([^\n#]+)/gm,
  /^[ \t]*import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?)[ \t]*$/gm,
];

/** Whether it binds names, and none of them is used: by itself, or in the document around it. */
export function bindsInVain(text: string, around: readonly [string, string]): boolean {
  const names = boundBy(text, BINDING);
  if (names.length === 0) return false;
  const isUsed = (name: string): boolean => countIn(text, name) > 1 || around.some((part) => countIn(part, name) > 0);
  return !names.some(isUsed);
}

/** Whether it binds a name once more that may be bound but once. */
export function bindsAgain(text: string, bound: readonly string[]): boolean {
  return boundBy(text, ONCE).some((name) => bound.includes(name));
}

function boundBy(text: string, patterns: readonly RegExp[]): readonly string[] {
  const found = patterns.flatMap((pattern) => [...text.matchAll(pattern)]);
  return found.flatMap(([, names = '']) => names.match(NAME) ?? []).filter((name) => !FORM.has(name));
}

function countIn(text: string, name: string): number {
  let count = 0;
  for (const [word] of text.matchAll(NAME)) if (word === name) count++;
  return count;
}
