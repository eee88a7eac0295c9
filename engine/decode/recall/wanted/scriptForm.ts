/** Statements of JavaScript and TypeScript that bind wanted names, with places to fill in. Pure. */
import { commaBehind, isCalled, lastLineOf } from './lists';
import { pluralBefore } from './plural';
import { styleOf } from './scriptImports';
import type { Around, Wanted, WantedName, WantedText } from './wanted';

/** Cells of places: about as many as stand there mostly. */
const NAME = 2;
const CALLED = 3;
const TYPE = 2;
const VALUES = 3;
const MODULE = 4;
const VALUE = 7;

type Part = WantedText['parts'][number];

export function scriptForm(wanted: Wanted, around: Around): WantedText | undefined {
  const parts = partsOf(wanted, around);
  return parts && { parts };
}

function partsOf(wanted: Wanted, around: Around): Part[] | undefined {
  const { names, shape, within, languageId } = wanted;
  const isTyped = languageId.startsWith('typescript');
  const inner = names.filter(({ isInner }) => isInner);
  const [first, ...more] = names.filter(({ isInner }) => !isInner);
  switch (shape) {
    case 'parameters':
      return [...parametersOf(names, isTyped), commaBehind(...around)];
    case 'list':
      return [listOf(names, around)];
    case 'callback':
      return [CALLED, '((', ...parametersOf(inner, isTyped), ') => {'];
    case 'interface':
    case 'class':
      return first && [headOf(shape, first, around)];
    case 'block': {
      if (within === 'class') return [NAME, '(', ...parametersOf(inner, isTyped), ') {'];
      // Where it is no function's, a block binds no more than what is used in it.
      const called = [first, ...more].find((name) => name && isCalled(name.name, around));
      if (!called && within === 'block') return inner.length > 0 ? loopOver(inner, around[0]) : undefined;
      return ['function ', (called ?? first)?.name ?? NAME, '(', ...parametersOf(inner, isTyped), ') {'];
    }
    case 'statement':
      return within === 'class' ? undefined : statementOf(wanted, around);
  }
}

const written = (names: readonly WantedName[]): string => names.map(({ name }) => name).join(', ');

/** With a place for the type of each. */
function parametersOf(names: readonly WantedName[], isTyped: boolean): Part[] {
  return names.flatMap(({ name }, i) => [i > 0 ? ', ' : '', name, ...(isTyped ? [': ', TYPE] : [])]);
}

function loopOver(names: readonly WantedName[], before: string): Part[] {
  const [first, ...more] = names;
  if (!first || more.length > 0) return [`for (const [${written(names)}] of `, VALUES, ') {'];
  return [`for (const ${first.name} of `, pluralBefore(first.name, before) ?? VALUES, ') {'];
}

/** In brackets where none stand around several, and with blanks beside them where they are empty. */
function listOf(names: readonly WantedName[], [before, behind]: Around): string {
  const list = written(names);
  if (names.length > 1 && /\b(?:const|let|var)\s+$/.test(before)) return `{ ${list} }`;
  return before.endsWith('{') && behind.startsWith('}') ? ` ${list} ` : list + commaBehind(before, behind);
}

/** As others of the document are. */
function headOf(word: 'interface' | 'class', { name }: WantedName, around: Around): string {
  const isExported = around.some((text) => new RegExp(`^export ${word}\\b`, 'm').test(text));
  return `${isExported ? 'export ' : ''}${word} ${name} {`;
}

function statementOf({ names, within, languageId }: Wanted, [before, behind]: Around): Part[] | undefined {
  const document = before + behind;
  const end = /;[ \t]*$/m.test(document) ? ';' : '';
  const areTypes = names.every(({ isType }) => isType);
  if (within === 'outermost' && (/^import\s/.test(lastLineOf(before)) || /^\s*import\s/.test(behind))) {
    const { quote } = styleOf([document]);
    const type = areTypes && /^import type /m.test(document) ? 'type ' : '';
    return [`import ${type}{ ${written(names)} } from ${quote}`, MODULE, `${quote}${end}`];
  }
  const [first, ...more] = names;
  if (!first) return undefined;
  const isTyped = languageId.startsWith('typescript');
  if (areTypes || (isTyped && within === 'outermost' && /^\p{Lu}\p{Ll}/u.test(first.name))) {
    return isTyped && more.length === 0 ? [`type ${first.name} = `, VALUE, end] : undefined;
  }
  const isOld = !/^[ \t]*(?:const|let)\s/m.test(document) && /^[ \t]*var\s/m.test(document);
  const word = isOld ? 'var' : first.isAssigned ? 'let' : 'const';
  return [`${word} ${more.length === 0 ? first.name : `{ ${written(names)} }`} = `, VALUE, end];
}
