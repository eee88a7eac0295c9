/** Which checks of the engine suit a document: brackets for code, syntax and schema for JSON. */
import * as vscode from 'vscode';
import type { Checks } from '../../engine/protocol/messages';
import type { Logger } from '../logger';

/** A schema larger than this is more than a file in the workspace. */
const MAX_SCHEMA_CHARACTERS = 2_000_000;

export async function checksFor(document: vscode.TextDocument, log: Logger): Promise<Checks> {
  const { languageId } = document;
  if (languageId !== 'json' && languageId !== 'jsonc') return { brackets: languageId };
  const json = languageId === 'json' ? 'strict' : 'comments';
  const schema = await schemaOf(document, log);
  return schema === undefined ? { json } : { json, schema };
}

/** The schema that the document itself names by a relative path. Nothing is fetched. */
async function schemaOf(document: vscode.TextDocument, log: Logger): Promise<string | undefined> {
  const path = /"\$schema"\s*:\s*"([^"\\]+)"/.exec(document.getText())?.[1];
  if (path === undefined || document.isUntitled || !/^\.{0,2}\/|^[\w-]+(\.[\w-]+)*(\/|$)/.test(path)) return undefined;
  const uri = vscode.Uri.joinPath(document.uri, '..', path);
  // Only from the workspace: a file must not make us read another one of the machine's.
  if (!vscode.workspace.getWorkspaceFolder(uri)) return undefined;
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return text.length <= MAX_SCHEMA_CHARACTERS ? text : undefined;
  } catch (error) {
    log.warn(`schema not read: ${String(error)}`);
    return undefined;
  }
}
