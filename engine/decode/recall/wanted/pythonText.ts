/** What binds wanted names in Python: an import, or what binds them elsewhere. */
import { declaredElsewhere, type Declarations } from './declared';
import { inOrder } from './lists';
import { isModule } from './pythonForm';
import { definitionIn, type Imported, importsIn, moduleAt, moduleOfFile } from './pythonImports';
import { Votes } from './votes';
import type { Around, Source, Wanted, WantedText } from './wanted';

const ASSIGNMENTS: Declarations = {
  patternOf: (name) => new RegExp(`^[ \\t]*${name}(?:[ \\t]*:[^=\\n]+)?[ \\t]*=(?!=)[^\\n]*`, 'gm'),
};

export function pythonText(wanted: Wanted, around: Around, sources: readonly Source[]): WantedText | undefined {
  const { names, shape, within } = wanted;
  const document = around.join('');
  if (shape !== 'statement') return undefined;
  const mayImport = within === 'outermost' || names.some(({ name }) => isModule(name, document));
  const imported = mayImport ? importOf(wanted, document, sources) : undefined;
  return imported ?? declaredElsewhere(wanted, around, sources, ASSIGNMENTS);
}

interface Given extends Pick<Imported, 'module' | 'names'> {
  readonly written: string;
  readonly found: NonNullable<WantedText['found']>;
}

/** What one module gives, in one statement: the module that gives the name used first. */
function importOf({ names, path }: Wanted, document: string, sources: readonly Source[]): WantedText | undefined {
  const given = names.map(({ name }) => givenBy(name, path, sources));
  const [from] = given;
  if (!from) return undefined;
  const { module, found } = from;
  if (module === undefined) return { parts: [`import ${from.written}`], found };
  if ([...importsIn(document)].some((own) => own.module === module)) return undefined;
  const together = names.flatMap(({ name }, i) =>
    given[i]?.module === module ? [{ name, written: given[i].written }] : [],
  );
  const list = inOrder(together, [...from.names.keys()]).map(({ written }) => written);
  return { parts: [`from ${module} import ${list.join(', ')}`], found };
}

/** As most files import it, else from the file that defines it, where files of the project are imported from here. */
function givenBy(name: string, path: string, sources: readonly Source[]): Given | undefined {
  const votes = new Votes<Given>();
  for (const source of sources) {
    if (!source.text.includes(name)) continue;
    for (const { names, start, end, ...imported } of importsIn(source.text)) {
      const written = names.get(name);
      const module = imported.module === undefined ? undefined : moduleAt(imported.module, source.path, path);
      if (written === undefined || (imported.module !== undefined && module === undefined)) continue;
      votes.add(`${module ?? ''} ${written}`, { module, names, written, found: { source, start, end } });
    }
  }
  return votes.winner() ?? definedIn(name, path, sources);
}

function definedIn(name: string, path: string, sources: readonly Source[]): Given | undefined {
  if (!sources.some(({ text }) => /^from[ \t]+\./m.test(text))) return undefined;
  for (const source of sources) {
    const found = source.text.includes(name) ? definitionIn(source, name) : undefined;
    if (!found) continue;
    const module = moduleOfFile(source.path, path);
    if (module !== undefined) return { module, names: new Map(), written: name, found: { source, ...found } };
  }
  return undefined;
}
