/** What binds wanted names in JavaScript and TypeScript: an import, or what binds them elsewhere. */
import { declaredElsewhere, type Declarations } from './declared';
import { escaped, inOrder } from './lists';
import {
  exportIn,
  type Imported,
  importStatement,
  importsIn,
  moduleAt,
  moduleOfFile,
  type Style,
  styleOf,
} from './scriptImports';
import { Votes } from './votes';
import type { Around, Source, Wanted, WantedText } from './wanted';

export function scriptText(wanted: Wanted, around: Around, sources: readonly Source[]): WantedText | undefined {
  if (wanted.shape !== 'statement') return undefined;
  const imported = wanted.within === 'outermost' ? importOf(wanted, around.join(''), sources) : undefined;
  return imported ?? declaredElsewhere(wanted, around, sources, declarations(wanted));
}

function declarations({ path }: Wanted): Declarations {
  return {
    patternOf: (name) =>
      new RegExp(`^[ \\t]*(?:const|let|var)\\s+${escaped(name)}(?![\\w$])\\s*(?::[^=\\n]+)?=[^\\n]*`, 'gm'),
    adapt: (text, source) =>
      text.replace(
        /(\brequire\(['"])(\.[^'"]*)/,
        (_, start: string, module: string) => start + (moduleAt(module, source.path, path) ?? module),
      ),
  };
}

/** What one module gives, in one statement: the module that gives the name used first. */
function importOf({ names, path }: Wanted, document: string, sources: readonly Source[]): WantedText | undefined {
  const [first] = names;
  const own = importsIn(document);
  if (!first || (own.length === 0 && /\brequire\(/.test(document))) return undefined;
  const style = styleOf(textsOf(document, sources));
  const given = names.map(({ name }) => givenBy(name, path, sources, style));
  const [from] = given;
  if (!from || own.some(({ module, isType }) => module === from.module && isType === !!first.isType)) return undefined;
  const together = names.filter((name, i) => {
    const isSame = from.like.kind === 'named' && given[i]?.like.kind === 'named' && given[i].module === from.module;
    return name === first || isSame;
  });
  const ordered = inOrder(together, [...from.like.names.keys()]);
  return { parts: [importStatement(ordered, from.like, from.module, style)], found: from.found };
}

function* textsOf(document: string, sources: readonly Source[]): Generator<string> {
  yield document;
  for (const { text } of sources) yield text;
}

interface Given {
  readonly module: string;
  readonly like: Pick<Imported, 'kind' | 'names'>;
  readonly found: NonNullable<WantedText['found']>;
}

/** The module that most files take the name from, else the file that exports it. */
function givenBy(name: string, path: string, sources: readonly Source[], style: Style): Given | undefined {
  const votes = new Votes<Given>();
  for (const source of sources) {
    if (!source.text.includes(name)) continue;
    for (const like of importsIn(source.text)) {
      if (!like.names.has(name)) continue;
      const module = moduleAt(like.module, source.path, path);
      if (module === undefined) continue;
      votes.add(module, { module, like, found: { source, start: like.start, end: like.end } });
    }
  }
  return votes.winner() ?? exportedFrom(name, path, sources, style);
}

function exportedFrom(name: string, path: string, sources: readonly Source[], { extension }: Style): Given | undefined {
  for (const source of sources) {
    const found = source.text.includes(name) ? exportIn(source, name) : undefined;
    if (!found) continue;
    const module = moduleOfFile(source.path, path, extension);
    const like: Given['like'] = { kind: 'named', names: new Map() };
    if (module !== undefined) return { module, like, found: { source, ...found } };
  }
  return undefined;
}
