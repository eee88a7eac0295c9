/** Which files are of a document's project, as VS Code looks for them and as its events name them. Pure. */
import { extensionsLike, FOREIGN_FOLDERS, FOREIGN_NAMES } from '../../engine/protocol/projectFiles';

/** How files usually end in languages whose files may have a name without an ending: `.prettierrc`, scripts. */
const USUAL_ENDINGS: Readonly<Record<string, string>> = {
  javascript: 'js',
  python: 'py',
  json: 'json',
  jsonc: 'jsonc',
  yaml: 'yaml',
};

/** Endings, without their dot, of the files of a document's kind; none where nothing tells. */
export function endingsOf(languageId: string, path: string): readonly string[] {
  const ending = endingOf(path) || USUAL_ENDINGS[languageId];
  return ending === undefined ? [] : extensionsLike(`.${ending}`);
}

/** Files with such an ending, in a folder (its path from the workspace folder; empty for all of that) and below. */
export function includeGlob(endings: readonly string[], within = ''): string {
  // A folder may be called `[id]`.
  const folder = within === '' ? '' : `${literal(within)}/`;
  return `${folder}**/*.{${endings.join(',')}}`;
}

/** What tools write, and what a setting such as `search.exclude` names besides. */
export function excludeGlob(setting: Readonly<Record<string, unknown>>): string {
  const excluded = Object.entries(setting).flatMap(([glob, on]) => (on === true ? alternatives(glob) : []));
  const foreign = [...FOREIGN_FOLDERS, ...FOREIGN_NAMES.map((part) => `*${part}*`)].map((name) => `**/${name}`);
  return `{${[...new Set([...foreign, ...excluded])].join(',')}}`;
}

/** Whether what changed may be a file of the project, or a folder of some. Path from the workspace folder. */
export function mayBelong(path: string, endings: readonly string[]): boolean {
  return ['', ...endings].includes(endingOf(path)) && !path.split('/').some((part) => FOREIGN_FOLDERS.includes(part));
}

/** The folders that a file is in, its own first, without the workspace folder. Paths from that. */
export function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('/'));
}

/** `.env` has none: a name that begins with its only dot is all name. */
function endingOf(path: string): string {
  return /[^/]\.([\w+-]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** The globs that one with braces stands for: not everything that reads globs takes braces within braces. */
function alternatives(glob: string): readonly string[] {
  const innermost = /\{([^{}]*)\}/.exec(glob);
  if (!innermost) return [glob.replace(/[{},]/g, '?')];
  const [braces, inside = ''] = innermost;
  const { index } = innermost;
  return inside
    .split(',')
    .flatMap((each) => alternatives(glob.slice(0, index) + each + glob.slice(index + braces.length)));
}

/** Globs have no escape that works everywhere; `?` is any one character. */
function literal(path: string): string {
  return path.replace(/[[\]{}*?!,]/g, '?');
}
