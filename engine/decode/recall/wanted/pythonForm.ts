/** Statements of Python that bind wanted names, with places to fill in. Pure. */
import { commaBehind, lastLineOf } from './lists';
import { pluralBefore } from './plural';
import type { Around, Wanted, WantedText } from './wanted';

/** Cells of places: about as many as stand there mostly. */
const NAME = 2;
const BASES = 3;
const MODULE = 3;
const VALUES = 4;
const VALUE = 7;

/** What methods are given first. */
const OWN = new Set(['self', 'cls']);

export function pythonForm(wanted: Wanted, [before, behind]: Around): WantedText | undefined {
  const { names, shape, within } = wanted;
  const list = names.map(({ name }) => name).join(', ');
  if (shape === 'list' || shape === 'parameters') return { parts: [list + commaBehind(before, behind)] };
  if (shape === 'block') return { parts: blockOf(wanted, before) };
  const [first, ...more] = names;
  if (!first || within === 'class') return undefined;
  if (within === 'outermost') {
    if (more.length === 0 && isModule(first.name, before + behind)) return { parts: [`import ${first.name}`] };
    const isBesideImport = /^(?:from|import)\s/.test(lastLineOf(before)) || /^\s*(?:from|import)\s/.test(behind);
    if (isBesideImport) return { parts: ['from ', MODULE, ` import ${list}`] };
  }
  return { parts: [`${list} = `, VALUE] };
}

function blockOf({ names, within }: Wanted, before: string): WantedText['parts'] {
  const inner = names.filter(({ isInner }) => isInner).map(({ name }) => name);
  const outer = names.find(({ isInner }) => !isInner)?.name;
  const isOwn = (name: string): boolean => OWN.has(name);
  const parameters = [...inner.filter(isOwn), ...inner.filter((name) => !isOwn(name))].join(', ');
  if (outer !== undefined && inner.length === 0 && /^_*\p{Lu}\p{Ll}/u.test(outer))
    return [`class ${outer}`, BASES, ':'];
  if (outer !== undefined) return [`def ${outer}(${parameters}):`];
  if (within !== 'block' || inner.some(isOwn)) return ['def ', NAME, `(${parameters}):`];
  return [`for ${parameters} in `, pluralBefore(parameters, before) ?? VALUES, ':'];
}

/** Whether all that is used of a name are its parts, as of a module. */
export function isModule(name: string, document: string): boolean {
  const uses = [...document.matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w)(\\.\\w)?`, 'g'))];
  return uses.length > 0 && uses.every(([, part]) => part !== undefined);
}
