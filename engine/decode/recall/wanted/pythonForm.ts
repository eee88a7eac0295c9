/** Statements of Python that bind wanted names, with places to fill in. Pure. */
import { commaBehind, isCalled, lastLineOf } from './lists';
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
  if (shape === 'block') return blockOf(wanted, [before, behind]);
  const [first, ...more] = names;
  if (!first || within === 'class') return undefined;
  if (within === 'outermost') {
    if (more.length === 0 && isModule(first.name, before + behind)) return { parts: [`import ${first.name}`] };
    const isBesideImport = /^(?:from|import)\s/.test(lastLineOf(before)) || /^\s*(?:from|import)\s/.test(behind);
    if (isBesideImport) return { parts: ['from ', MODULE, ` import ${list}`] };
  }
  return { parts: [`${list} = `, VALUE] };
}

function blockOf({ names, within }: Wanted, around: Around): WantedText | undefined {
  const inner = names.filter(({ isInner }) => isInner).map(({ name }) => name);
  const outer = names.flatMap(({ name, isInner }) => (isInner ? [] : [name]));
  const isOwn = (name: string): boolean => OWN.has(name);
  const parameters = [...inner.filter(isOwn), ...inner.filter((name) => !isOwn(name))].join(', ');
  // Where it is no function's, a block binds no more than what is used in it.
  const called = outer.find((name) => isCalled(name, around)) ?? (within === 'block' ? undefined : outer[0]);
  const isClass = inner.length === 0 && /^_*\p{Lu}\p{Ll}/u.test(called ?? '');
  if (called !== undefined)
    return { parts: isClass ? [`class ${called}`, BASES, ':'] : [`def ${called}(${parameters}):`] };
  if (within !== 'block' || inner.some(isOwn)) return { parts: ['def ', NAME, `(${parameters}):`] };
  if (inner.length === 0) return undefined;
  return { parts: [`for ${parameters} in `, pluralBefore(parameters, around[0]) ?? VALUES, ':'] };
}

/** Whether all that is used of a name are its parts, as of a module. */
export function isModule(name: string, document: string): boolean {
  const uses = [...document.matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w)(\\.\\w)?`, 'g'))];
  return uses.length > 0 && uses.every(([, part]) => part !== undefined);
}
