/** Import statements of JavaScript and TypeScript: what they bind, and how they are written. Pure: text in, text out. */
import { posix } from 'node:path';
import { escaped } from './lists';
import type { Source, WantedName } from './wanted';

/** What a statement gives, and where it stands. */
export interface Imported {
  readonly module: string;
  /** Each bound name, with what it is written as. */
  readonly names: ReadonlyMap<string, string>;
  readonly kind: 'named' | 'default' | 'namespace';
  readonly isType: boolean;
  readonly start: number;
  readonly end: number;
}

export interface Style {
  readonly quote: string;
  readonly end: string;
  readonly usesType: boolean;
  /** What relative modules end with. */
  readonly extension: string;
}

const IMPORT = /^import\s+(type\s+)?([\w$*][\w$\s]*|\{[^}]*\})\s*from\s*(['"])([^'"\n]+)\3(;?)/gm;
const EXTENSION = /\.(?:d\.)?[cm]?[jt]sx?$/;

export function importsIn(text: string): Imported[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const [whole, type, clause = '', , module = ''] = match;
    return { module, ...boundBy(clause.trim()), isType: !!type, start: match.index, end: match.index + whole.length };
  });
}

function boundBy(clause: string): Pick<Imported, 'names' | 'kind'> {
  if (clause.startsWith('{')) {
    const parts = clause.slice(1, -1).split(',');
    const written = parts.map((part) => part.trim().replace(/^type\s+/, '')).filter(Boolean);
    const names = written.map((part): [string, string] => [part.split(/\s+as\s+/).at(-1) ?? part, part]);
    return { kind: 'named', names: new Map(names) };
  }
  const namespace = /^\*\s*as\s+([\w$]+)$/.exec(clause)?.[1];
  if (namespace) return { kind: 'namespace', names: new Map([[namespace, clause]]) };
  return { kind: 'default', names: new Map(/^[\w$]+$/.test(clause) ? [[clause, clause]] : []) };
}

/** As the first texts that import something do. */
export function styleOf(texts: Iterable<string>): Style {
  let style: Pick<Style, 'quote' | 'end'> | undefined;
  let extension: string | undefined;
  let usesType = false;
  for (const text of texts) {
    for (const [, type, , quote = "'", module = '', end = ''] of text.matchAll(IMPORT)) {
      style ??= { quote, end };
      if (type) usesType = true;
      if (module.startsWith('.')) extension ??= EXTENSION.exec(module)?.[0] ?? '';
    }
    if (style && extension !== undefined) break;
  }
  return { ...(style ?? { quote: "'", end: ';' }), usesType, extension: extension ?? '' };
}

/**
 * A relative module of the file at `from`, as a file at `to` names it; any other as it is. `undefined` where that is nowhere.
 */
export function moduleAt(module: string, from: string, to: string): string | undefined {
  if (!module.startsWith('.')) return module;
  if (to === '') return undefined;
  const relative = posix.relative(posix.dirname(to), posix.join(posix.dirname(from), module));
  return relative.startsWith('.') ? relative : `./${relative}`;
}

/** The module that a file is to a file at `to`. */
export function moduleOfFile(path: string, to: string, extension: string): string | undefined {
  const bare = path.replace(EXTENSION, '');
  const file = extension === '' ? bare.replace(/\/index$/, '') : bare;
  return moduleAt(`./${posix.basename(file)}${extension}`, file, to);
}

/** Where a text declares something by that name, and exports it. */
export function exportIn({ text }: Source, name: string): { readonly start: number; readonly end: number } | undefined {
  const declared =
    'export\\s+(?:(?:declare|abstract|async)\\s+)*(?:function\\*?|class|const|let|var|interface|type|enum)';
  const match = new RegExp(`^${declared}\\s+${escaped(name)}(?![\\w$])[^\\n]*`, 'm').exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

/** A statement that binds `names` as `like` does, from `module`. */
export function importStatement(
  names: readonly WantedName[],
  like: Pick<Imported, 'kind' | 'names'>,
  module: string,
  { quote, end, usesType }: Style,
): string {
  const written = names.map(({ name }) => like.names.get(name) ?? name).join(', ');
  const clause = like.kind === 'named' ? `{ ${written} }` : written;
  const type = usesType && names.every(({ isType }) => isType) ? 'type ' : '';
  return `import ${type}${clause} from ${quote}${module}${quote}${end}`;
}
