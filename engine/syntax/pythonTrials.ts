/** What a hole in Python may hold beside what any language has: there, words and indentation join lines, not brackets alone. */
import type { Span } from '../protocol/messages';

/** `sides`: the brackets that the hole closes and those that it opens, see `missing.ts`; both may be empty. */
export function* pythonTrials(text: string, { start }: Span, sides: readonly [string, string]): Generator<string> {
  const [closers, openers] = sides;
  const before = text.slice(0, start);
  yield `else x${closers}`;
  const lines = indentationsIn(before).flatMap((indentation) => linesAt(indentation, openers, before));
  // The hole ends an expression, and a line at whatever depth begins what goes on behind it.
  for (const first of ['', 'x']) {
    for (const line of lines) yield first + closers + line;
  }
}

function linesAt(indentation: string, openers: string, before: string): string[] {
  const line = `\n${indentation}`;
  if (openers !== '') return [`${line}x = x${openers}`, `${line}def x${openers}`];
  const block = (depth: string): string[] => [`${depth}if x:`, `${depth}if x:${depth}    x`];
  if (!before.includes(`${line}try:`)) return block(line);
  return [
    ...block(line),
    `${line}except x:${line}    x`,
    ...block(`${line}    `).map((inner) => `${line}except x:${inner}`),
  ];
}

/** That of the last line and of the lines around it, the innermost first. */
function indentationsIn(before: string): string[] {
  const found: string[] = [];
  for (const line of before.split('\n').reverse()) {
    const indentation = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (found.length > 0 && line.trim() === '') continue;
    if (found.length === 0 || indentation.length < (found.at(-1)?.length ?? 0)) found.push(indentation);
    if (indentation === '' && found.length > 1) break;
  }
  return found;
}
