/** Finds the files of a document's project: those of its kind in its workspace folder. Names only; nothing is read. */
import * as vscode from 'vscode';
import { excludeGlob, foldersAbove, includeGlob } from './projectGlobs';

const MAX_FILES = 2000;
/** The engine looks through no more. */
const ENOUGH = 400;

/** Paths on this machine, in no order. None for what is not a file of a workspace folder. */
export async function findProject(
  { uri }: vscode.TextDocument,
  endings: readonly string[],
  token: vscode.CancellationToken,
): Promise<readonly string[]> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (uri.scheme !== 'file' || !folder || endings.length === 0) return [];
  const excluded = vscode.workspace.getConfiguration('search', uri).get<Record<string, unknown>>('exclude', {});
  const find = (within?: string) => {
    const include = new vscode.RelativePattern(folder, includeGlob(endings, within));
    // To what is given here, VS Code adds `files.exclude` by itself, but not `search.exclude`.
    return vscode.workspace.findFiles(include, excludeGlob(excluded), MAX_FILES, token);
  };
  const found = await find();
  const near = found.length < MAX_FILES ? [] : await around(vscode.workspace.asRelativePath(uri, false), find);
  return [...new Set([...near, ...found].map(({ fsPath }) => fsPath))].slice(0, MAX_FILES);
}

/** A search that ends at its limit found whatever came first: those near the document are looked for by themselves. */
async function around(
  path: string,
  find: (within: string) => Thenable<readonly vscode.Uri[]>,
): Promise<readonly vscode.Uri[]> {
  let found: readonly vscode.Uri[] = [];
  for (const folder of foldersAbove(path)) {
    found = await find(folder);
    if (found.length >= ENOUGH) break;
  }
  return found;
}
