/** Whether a text binds names that nothing uses: what stands in a parallel place then is somebody else's. Pure. */

const BOUND = [
  /^[ \t]*(?:const|let|var)\s+([\p{L}_$][\p{L}\p{N}_$]*|\{[^}=]*\})/gmu,
  /^import\s+(?:type\s+)?([^'"]*?)\s+from\b/gm,
  /^[ \t]*from[ \t]+[.\w]+[ \t]+import[ \t]+([^\n#]+)/gm,
  /^[ \t]*import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?)[ \t]*$/gm,
];
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
/** Words of these statements that are no names. */
const FORM = new Set(['as', 'type']);

/** `around`: the document before and behind. Where it binds several, one that is used is enough. */
export function bindsInVain(text: string, around: readonly [string, string]): boolean {
  const bound = BOUND.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(([, names = '']) => names.match(NAME) ?? []),
  );
  const names = bound.filter((name) => !FORM.has(name));
  if (names.length === 0) return false;
  const isUsed = (name: string): boolean => countIn(text, name) > 1 || around.some((part) => countIn(part, name) > 0);
  return !names.some(isUsed);
}

function countIn(text: string, name: string): number {
  let count = 0;
  for (const [word] of text.matchAll(NAME)) if (word === name) count++;
  return count;
}
