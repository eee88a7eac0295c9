/** What a hole in JavaScript or TypeScript may hold beside what any language has: there, words come before what it opens. */

/** Before the first bracket that is opened. In a class, anything before parentheses is a method. */
const HEADS = ['x(x) ', 'if (x) ', 'function x(x) ', 'x = ', 'else ', 'x: ', 'x = (x) => ', 'x'];

/** `closers`: innermost first; `openers`: outermost first. */
export function* scriptTrials(closers: readonly string[], openers: readonly string[]): Generator<string> {
  if (openers.length === 0) return;
  const opened = openers.map((bracket, i) => within(openers[i - 1], bracket)).join('');
  for (const first of closers.length > 0 ? ['', 'x'] : ['']) {
    const closed = first + closers.join('');
    for (const joint of closed === '' ? [''] : ['\n', ', ', ' ']) {
      for (const head of HEADS) yield closed + joint + head + opened;
    }
  }
}

/** A block within parentheses is a function's; within a block, a block is a condition's and a parenthesis a call's. */
function within(outer: string | undefined, bracket: string): string {
  if (outer === undefined) return bracket;
  if (bracket === '{') return outer === '(' ? '() => {' : ' if (x) {';
  return bracket === '(' && outer === '{' ? ' x(' : bracket;
}
