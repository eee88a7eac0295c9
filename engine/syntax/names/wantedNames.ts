/**
 * Names that a document uses and binds nowhere, and that its hole could bind: what stood there, or is still to be written,
 * mostly does. Of 400 lines of this repository, each left out of its file, 195 left such names, and 166 of these lines had
 * bound them. Pure.
 */
import type { Span } from '../../protocol/messages';
import { filled, type Unfilled } from '../unfilled';
import { type Local, Names } from './freeNames';
import { isWellKnown } from './wellKnown';

export interface WantedName {
  readonly name: string;
  /** All that is known of it is that it is a type. */
  readonly isType?: true;
  /** It is given other values later. */
  readonly isAssigned?: true;
  /** It is used within the block that the hole opens, and nowhere else. */
  readonly isInner?: true;
}

/**
 * What the hole is a place for: a whole `statement`; one whose `block` begins at its end, and so an `interface` or a `class`; a
 * call with a `callback` whose block does; names of a `list` that binds them, or `parameters`.
 */
export type HoleShape = 'statement' | 'block' | 'interface' | 'class' | 'callback' | 'list' | 'parameters';

export interface WantedNames {
  /** In the order of their first uses. */
  readonly names: readonly WantedName[];
  readonly shape: HoleShape;
  /** What the hole is in: `outermost`, where imports stand, a class, or a block or function. */
  readonly within: 'outermost' | 'class' | 'block';
  /** Names that may not be bound there once more. */
  readonly bound: readonly string[];
}

/** More of them are no one statement's. */
const MOST = 5;

/** Stands where the hole is. */
const STAND_IN = 'remaskHole';

interface StandIn {
  readonly text: string;
  readonly shape: HoleShape;
}

const ANY: readonly StandIn[] = [
  { text: STAND_IN, shape: 'statement' },
  { text: `${STAND_IN},`, shape: 'list' },
];
const SCRIPT: readonly StandIn[] = [
  ...ANY,
  { text: `${STAND_IN}() {`, shape: 'block' },
  { text: `if (${STAND_IN}) {`, shape: 'block' },
  { text: `${STAND_IN}(() => {`, shape: 'callback' },
  { text: `interface ${STAND_IN} {`, shape: 'interface' },
  { text: `class ${STAND_IN} {`, shape: 'class' },
];
const PYTHON: readonly StandIn[] = [...ANY, { text: `if ${STAND_IN}:`, shape: 'block' }];

/** What opens a block may stand behind the hole already. */
function standInsFor(languageId: string, behind: string): readonly StandIn[] {
  const all = languageId === 'python' ? PYTHON : SCRIPT;
  const isOpened = languageId === 'python' ? /^[ \t]*:/.test(behind) : /^\s*\{/.test(behind);
  return isOpened ? all.map(({ text, shape }) => ({ text: text.replace(/\s*[{:]$/, ''), shape })) : all;
}

/** What is read of a text: whether it is sound, and where its names are bound and used. */
export interface NameReader {
  readonly isSound: (text: string) => boolean;
  readonly locals: (text: string) => readonly Local[] | undefined;
}

/**
 * For a document with one hole, none else. `undefined`: neither a statement nor a name that is bound
 * may stand there, or the document is not sound with it.
 */
export function wantedNames(document: Unfilled, { isSound, locals }: NameReader): WantedNames | undefined {
  const [hole, ...others] = document.spans;
  if (!hole || others.length > 0 || document.text.includes(STAND_IN)) return undefined;
  const standIns = standInsFor(document.languageId, document.text.slice(hole.end));
  const fitting = standIns.find(({ text }) => isSound(filled(document, () => text)));
  const text = fitting && filled(document, () => fitting.text);
  const found = text && locals(text);
  if (!found) return undefined;
  const names = new Names(found);
  const start = hole.start + fitting.text.indexOf(STAND_IN);
  const shape = shapeOf(fitting, names.capturesAt(start));
  let scope = names.scopeOf({ start, end: start + STAND_IN.length });
  // Not what the stand-in begins.
  while (scope?.parent && scope.start >= hole.start) scope = scope.parent;
  if (!shape || !scope || names.bindsAnything) return undefined;
  const isOutermost = !scope.parent;
  const wanted = wantedIn(names, isOutermost ? scope : { start: hole.start, end: scope.end }, document.languageId);
  const isTooMany = wanted.size > MOST;
  const opened = OPENING.has(shape) ? openedBlock(names, text, hole.start + fitting.text.length) : undefined;
  if (opened && !names.scopesWithin(opened).every((block) => endsAsItBegins(text, block))) return undefined;
  return {
    names: isTooMany ? [] : [...wanted].map(([name, places]) => described(names, name, places, opened)),
    shape,
    within: scope.kind === 'class' ? 'class' : isOutermost ? 'outermost' : 'block',
    bound: shape === 'statement' && document.languageId !== 'python' ? [...scope.names] : [],
  };
}

const OPENING: ReadonlySet<HoleShape> = new Set(['block', 'interface', 'class', 'callback']);

function shapeOf({ shape }: StandIn, captures: ReadonlySet<string>): HoleShape | undefined {
  if (OPENING.has(shape)) return shape;
  if (shape === 'statement' && captures.has('statement')) return shape;
  if (captures.has('parameter')) return 'parameters';
  return captures.has('bound') ? 'list' : undefined;
}

/** By the places where they are used. What is used before a part, too, was to be bound before. */
function wantedIn(names: Names, part: Span, languageId: string): ReadonlyMap<string, readonly Span[]> {
  const wanted = new Map<string, Span[]>();
  const earlier = new Set<string>();
  for (const { name, span } of names.free) {
    if (name.startsWith(STAND_IN) || isWellKnown(languageId, name) || earlier.has(name)) continue;
    if (span.start < part.start) earlier.add(name);
    else if (span.end <= part.end) wanted.set(name, [...(wanted.get(name) ?? []), span]);
  }
  return wanted;
}

function described(names: Names, name: string, places: readonly Span[], opened: Span | undefined): WantedName {
  const captures = places.map(({ start }) => names.capturesAt(start));
  return {
    name,
    ...(captures.every((all) => all.has('type')) && { isType: true as const }),
    ...(captures.some((all) => all.has('assigned')) && { isAssigned: true as const }),
    ...(opened &&
      places.every(({ start, end }) => opened.start <= start && end <= opened.end) && { isInner: true as const }),
  };
}

/** The block that begins at the stand-in's end or behind it: a scope, or, without a bracket, the lines that are indented more. */
function openedBlock(names: Names, text: string, end: number): Span | undefined {
  const bracket = text[end - 1] === '{' ? end - 1 : end + (/^\s*(?=\{)/.exec(text.slice(end))?.[0].length ?? NaN);
  if (!Number.isNaN(bracket)) return names.scopeFrom(bracket);
  const [first = '', ...lines] = text.slice(text.lastIndexOf('\n', end - 1) + 1).split('\n');
  const isBehind = (line: string): boolean => line.trim() !== '' && depthOf(line) <= depthOf(first);
  const behind = lines.findIndex(isBehind);
  const block = (behind < 0 ? lines : lines.slice(0, behind)).join('\n');
  const start = text.indexOf('\n', end);
  return start < 0 ? undefined : { start, end: start + 1 + block.length };
}

/** Whether a bracket that begins a line stands as deep as the line of its opener: else some other line should have that. */
function endsAsItBegins(text: string, { start, end }: Span): boolean {
  const lineTo = (offset: number): string => text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const last = lineTo(end - 1);
  return text[end - 1] !== '}' || last.trim() !== '' || depthOf(lineTo(start)) === last.length;
}

const depthOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0;
