/** What holes might hold: what one of these mends elsewhere in a document is the holes' affair. */
import { CLOSER, OPENER } from '../validate/lexicon';
import { missingIn, type Missing } from './missing';
import { pythonTrials } from './pythonTrials';
import { scriptTrials } from './scriptTrials';
import type { Unfilled } from './unfilled';

/** Nothing that hides what follows. */
const SIMPLE = ['x', '{', '}', '(', ')', '[', ']', '({', '})', 'x {', 'x: {', 'if x:', '"x": {', '"x": ['];

/** Characters. In a longer text each trial takes too long. */
const LONGEST = 200_000;
/** Nobody leaves more open; else it is some other language within this one. */
const MOST_BRACKETS = 12;

const SCRIPT = /^(?:java|type)script/;

const NOTHING: Missing = { before: [], after: [], ended: '', begun: '' };

/** What each hole holds. */
export type Trial = (hole: number) => string;

/** What stood in the holes first, for that is known to fit or not to; then what may stand in each of them. */
export function* trialsFor(document: Unfilled): Generator<Trial> {
  const { text, spans } = document;
  if (spans.some(({ start, end }) => end > start)) yield (hole) => text.slice(spans[hole]?.start, spans[hole]?.end);
  for (const piece of piecesFor(document)) yield () => piece;
}

/** The simple ones first; then, for a single hole, those that close and open what its borders leave open. */
export function* piecesFor({ text, spans, languageId }: Unfilled): Generator<string> {
  yield* SIMPLE;
  const [span, ...others] = spans;
  if (!span || others.length > 0 || text.length > LONGEST) return;
  const missing = missingIn(text, span, languageId) ?? NOTHING;
  if (missing.before.length + missing.after.length > MOST_BRACKETS) return;
  if (missing !== NOTHING) yield* languageId.startsWith('json') ? inJson(missing) : inCode(missing);
  const { closers, openers } = bracketsOf(missing);
  if (languageId === 'python') yield* pythonTrials(text, span, [closers.join(''), openers.join('')]);
  else if (SCRIPT.test(languageId)) yield* scriptTrials(closers, openers);
}

/** Brackets that the hole closes, the innermost first, and those that it opens, the outermost first. */
function bracketsOf({ before, after }: Missing): { readonly closers: string[]; readonly openers: string[] } {
  return {
    closers: before.toReversed().map((bracket) => CLOSER[bracket] ?? ''),
    openers: after.toReversed().map((bracket) => OPENER[bracket] ?? ''),
  };
}

function* inCode(missing: Missing): Generator<string> {
  const { ended, begun } = missing;
  const { closers, openers } = bracketsOf(missing);
  for (const between of ['', 'x']) {
    const sides = [closers, openers].filter((side) => side.length > 0).map((side) => side.join(between));
    for (const first of ended ? [ended] : ['', 'x']) {
      for (const middle of sides.length > 1 ? [between, ';', ', '] : [between]) {
        for (const last of begun ? [begun] : ['', 'x']) yield first + sides.join(middle) + last;
      }
    }
  }
}

/** A value ends, brackets close, another property or value begins, brackets open, and what begins in them goes on. */
function* inJson(missing: Missing): Generator<string> {
  const { ended, begun } = missing;
  const { closers, openers } = bracketsOf(missing);
  // An object within an object is the value of a property.
  const opened = openers.map((bracket, i) => (bracket === '{' && i + 1 < openers.length ? '{"x": ' : bracket)).join('');
  for (const first of ended ? ['"', '": 1'] : ['', '1', '"x": 1']) {
    for (const middle of ['', ', ', ', "x": ', '"x": ']) {
      for (const last of begun ? ['"', '"x": "'] : ['', '"x": ', '1', '"x": 1', ', ', '1, ', '"x": 1, ']) {
        yield first + closers.join('') + middle + opened + last;
      }
    }
  }
}
