/** Statements of JavaScript and TypeScript that bind wanted names, with places to fill in. Pure. */
import { commaBehind, lastLineOf } from './lists';
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
  const { names, shape, within, languageId } = wanted;
  const [before, behind] = around;
  const isTyped = languageId.startsWith('typescript');
  const [first] = names.filter(({ isInner }) => !isInner);
  const inner = names.filter(({ isInner }) => isInner);
  const parameters = parametersOf(inner, isTyped);
  switch (shape) {
    case 'parameters':
      return { parts: [...parametersOf(names, isTyped), commaBehind(before, behind)] };
    case 'list':
      return { parts: [listOf(names, around)] };
    case 'callback':
      return { parts: [CALLED, '((', ...parameters, ') => {'] };
    case 'interface':
    case 'class':
      return first && { parts: [headOf(shape, first, around)] };
    case 'block':
      if (within === 'class') return { parts: [NAME, '(', ...parameters, ') {'] };
      if (first ?? within === 'outermost')
        return { parts: ['function ', first?.name ?? NAME, '(', ...parameters, ') {'] };
      return { parts: loopOver(inner, before) };
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

function statementOf({ names, within, languageId }: Wanted, [before, behind]: Around): WantedText | undefined {
  const document = before + behind;
  const end = /;[ \t]*$/m.test(document) ? ';' : '';
  const areTypes = names.every(({ isType }) => isType);
  if (within === 'outermost' && (/^import\s/.test(lastLineOf(before)) || /^\s*import\s/.test(behind))) {
    const { quote } = styleOf([document]);
    const type = areTypes && /^import type /m.test(document) ? 'type ' : '';
    return { parts: [`import ${type}{ ${written(names)} } from ${quote}`, MODULE, `${quote}${end}`] };
  }
  const [first, ...more] = names;
  if (!first) return undefined;
  const isTyped = languageId.startsWith('typescript');
  if (areTypes || (isTyped && within === 'outermost' && /^\p{Lu}\p{Ll}/u.test(first.name))) {
    return isTyped && more.length === 0 ? { parts: [`type ${first.name} = `, VALUE, end] } : undefined;
  }
  const isOld = !/^[ \t]*(?:const|let)\s/m.test(document) && /^[ \t]*var\s/m.test(document);
  const word = isOld ? 'var' : first.isAssigned ? 'let' : 'const';
  return { parts: [`${word} ${more.length === 0 ? first.name : `{ ${written(names)} }`} = `, VALUE, end] };
}
