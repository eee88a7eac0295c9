/** Text of other files that may tell the model something: what the document imports, then what is open beside it. */
import * as vscode from 'vscode';
import type { Settings } from '../settings';
import { importsIn } from './imports';

/** The engine cuts to the model's reach; these keep what is read and sent small. */
const MAX_FILES = 6;
const MAX_CHARACTERS = 6000;

/** The most telling last, next to the document. Empty when the setting is off. */
export async function relatedTo(document: vscode.TextDocument, settings: Settings): Promise<readonly string[]> {
  if (settings.related === 'off') return [];
  const imported = await importedBy(document);
  const open = settings.related === 'imports' ? [] : openBeside(document, imported);
  return [...open, ...imported]
    .slice(-MAX_FILES)
    .map(({ uri, text }) => `// ${vscode.workspace.asRelativePath(uri)}\n${text.slice(0, MAX_CHARACTERS)}`);
}

interface Related {
  readonly uri: vscode.Uri;
  readonly text: string;
}

async function importedBy(document: vscode.TextDocument): Promise<readonly Related[]> {
  if (document.isUntitled) return [];
  const found: Related[] = [];
  for (const candidates of importsIn(document.getText())) {
    for (const path of candidates) {
      const uri = vscode.Uri.joinPath(document.uri, '..', path);
      const text = vscode.workspace.getWorkspaceFolder(uri) && (await readText(uri));
      if (text === undefined) continue;
      found.push({ uri, text });
      break;
    }
  }
  return found;
}

/** What stands in an editor is newer than what is on disk. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

function openBeside(document: vscode.TextDocument, imported: readonly Related[]): readonly Related[] {
  const known = new Set([document, ...imported].map(({ uri }) => uri.toString()));
  return vscode.workspace.textDocuments
    .filter(({ languageId, uri }) => languageId === document.languageId && !known.has(uri.toString()))
    .map((each) => ({ uri: each.uri, text: each.getText() }));
}
