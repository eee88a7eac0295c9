/** Which files of a project are worth naming for a document, by their names alone: what editors and command line agree on. */

/** File extensions of languages that repeat one another. */
const FAMILIES: readonly (readonly string[])[] = [
  ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'vue', 'svelte'],
  ['py', 'pyi'],
  ['json', 'jsonc'],
  ['css', 'scss', 'less'],
  ['html', 'htm'],
  ['md', 'markdown'],
  ['yaml', 'yml'],
  ['c', 'h', 'cc', 'cpp', 'cxx', 'hpp', 'hh'],
];

/** Folders of what is installed, built or kept beside the source. */
export const FOREIGN_FOLDERS: readonly string[] = [
  ...['node_modules', 'bower_components', 'jspm_packages', 'vendor', 'site-packages', '.venv', 'venv', '__pycache__'],
  ...['dist', 'out', 'build', 'target', 'coverage', '.git', '.hg', '.svn'],
];

/** What the names of files contain that tools write. */
export const FOREIGN_NAMES: readonly string[] = ['.min.', '-lock.json', '-lock.yaml', 'npm-shrinkwrap.json'];

/** The extensions of files like this one, itself among them; none for a file without an extension. */
export function extensionsLike(path: string): readonly string[] {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  if (extension === undefined) return [];
  return FAMILIES.find((family) => family.includes(extension)) ?? [extension];
}
