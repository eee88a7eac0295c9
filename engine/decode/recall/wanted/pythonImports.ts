/** Import statements of Python: what they bind, and which module that is from elsewhere. Pure: text in, text out. */
import type { Source } from './wanted';

const FROM = /^[ \t]*from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#(]+)/gm;
const IMPORT = /^[ \t]*import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+(\w+))?[ \t]*$/gm;

/** What a statement gives, and where it stands. */
export interface Imported {
  /** `undefined`: what it binds is a module itself. */
  readonly module: string | undefined;
  /** Each bound name, with what it is written as. */
  readonly names: ReadonlyMap<string, string>;
  readonly start: number;
  readonly end: number;
}

export function* importsIn(text: string): Generator<Imported> {
  const spanOf = (match: RegExpExecArray) => ({ start: match.index, end: match.index + match[0].trimEnd().length });
  for (const match of text.matchAll(FROM)) {
    const parts = (match[2] ?? '').replace(/[()]/g, '').split(',');
    const written = parts.map((part) => part.trim()).filter(Boolean);
    const names = written.map((part): [string, string] => [part.split(/\s+as\s+/).at(-1) ?? part, part]);
    yield { module: match[1] ?? '', names: new Map(names), ...spanOf(match) };
  }
  for (const match of text.matchAll(IMPORT)) {
    const [, module = '', as] = match;
    const written = as === undefined ? module : `${module} as ${as}`;
    yield { module: undefined, names: new Map([[as ?? module.split('.')[0] ?? '', written]]), ...spanOf(match) };
  }
}

/** A module as the file at `from` names it, as one at `to` does; `undefined` if that cannot be said. */
export function moduleAt(module: string, from: string, to: string): string | undefined {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  if (dots === 0) return module;
  const folders = foldersOf(from);
  const rest = module.slice(dots).split('.').filter(Boolean);
  return relativeTo(to, [...folders.slice(0, folders.length - dots + 1), ...rest]);
}

/** The module that a file is to a file at `to`, counted from there. */
export function moduleOfFile(path: string, to: string): string | undefined {
  return relativeTo(to, path.replace(/(?:\/__init__)?\.pyi?$/, '').split('/'));
}

/** `undefined` for what shares no folder with it but the root: that is no package. */
function relativeTo(to: string, target: readonly string[]): string | undefined {
  const own = foldersOf(to);
  let shared = 0;
  while (shared < own.length && own[shared] === target[shared]) shared++;
  if (shared < 2) return undefined;
  return '.'.repeat(own.length - shared + 1) + target.slice(shared).join('.');
}

const foldersOf = (path: string): string[] => path.split('/').slice(0, -1);

/** Where a text defines something by that name. */
export function definitionIn(
  { text }: Source,
  name: string,
): { readonly start: number; readonly end: number } | undefined {
  const defined = `(?:async[ \\t]+)?(?:def|class)[ \\t]+${name}\\b[^\\n]*|${name}(?:[ \\t]*:[^=\\n]+)?[ \\t]*=(?!=)[^\\n]*`;
  const match = new RegExp(`^(?:${defined})`, 'm').exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}
