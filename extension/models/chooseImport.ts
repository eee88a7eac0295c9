/** The questions of *Add Model…*: which model, and in how many bits its weights are to be kept. */
import { isAbsolute } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ImportParams, ModelInfo, Quantization } from '../../engine/protocol/messages';
import type { CommandContext } from '../commands/context';
import { OWN_MANIFEST } from '../ids';
import { listModels } from './listModels';
import { factsText, purposeText } from './modelText';

export type ImportChoice = Pick<ImportParams, 'source' | 'quantize'>;

interface SourceItem extends vscode.QuickPickItem {
  /** Where the source comes from; a heading has none. */
  readonly ask?: () => Thenable<string | undefined>;
}

/** `undefined` if the user thought better of it. Rejects with an `EngineError`. */
export async function chooseImport(context: CommandContext): Promise<ImportChoice | undefined> {
  const published = await listModels(context);
  const picked = await vscode.window.showQuickPick(sourceItems(published), {
    title: l10n.t('Add a Model'),
    placeHolder: l10n.t('A published model to download, or a folder of yours'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  const source = await picked?.ask?.();
  if (source === undefined) return undefined;
  if (await isOwnModel(source)) return { source };
  const quantize = await chooseQuantization(source);
  return quantize && { source, quantize };
}

function sourceItems(models: readonly ModelInfo[]): SourceItem[] {
  const published = models.filter(({ source }) => source === 'published');
  const separator = { label: l10n.t('published models'), kind: vscode.QuickPickItemKind.Separator };
  return [
    { label: `$(folder) ${l10n.t('A Folder…')}`, ask: askFolder, detail: l10n.t('With config.json, tokenizer and safetensors.') },
    { label: `$(cloud-download) ${l10n.t('Another Hugging Face Id…')}`, ask: askId, detail: l10n.t('Any repository of a family that Remask knows.') },
    separator,
    ...published.map((model) => ({
      label: `${model.fits ? '$(package)' : '$(warning)'} ${model.id}`,
      description: factsText(model),
      detail: purposeText(model),
      ask: () => Promise.resolve(model.id),
    })),
  ];
}

async function askFolder(): Promise<string | undefined> {
  const folders = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: l10n.t('Add Model'),
    title: l10n.t('A folder with config.json, tokenizer and safetensors'),
  });
  return folders?.[0]?.fsPath;
}

function askId(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t('Add a Model from Hugging Face'),
    placeHolder: l10n.t('owner/name'),
    ignoreFocusOut: true,
    validateInput: (text) => (/^[\w.-]+\/[\w.-]+$/.test(text) ? undefined : l10n.t('An id looks like owner/name.')),
  });
}

/** A folder of Remask's own is taken over as it is. */
async function isOwnModel(source: string): Promise<boolean> {
  if (!isAbsolute(source)) return false;
  const manifest = vscode.Uri.joinPath(vscode.Uri.file(source), OWN_MANIFEST);
  return vscode.workspace.fs.stat(manifest).then(
    () => true,
    () => false,
  );
}

async function chooseQuantization(source: string): Promise<Quantization | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly quantize: Quantization })[] = [
    { label: l10n.t('8 bits'), description: l10n.t('recommended: fast, and nearly as exact'), quantize: 'int8' },
    { label: l10n.t('4 bits'), description: l10n.t('least memory, less exact, slower'), quantize: 'int4' },
    { label: l10n.t('As they are'), description: l10n.t('most memory, slowest'), quantize: 'none' },
  ];
  const title = l10n.t('Weights of {model}', { model: source });
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: l10n.t('How to keep the weights') });
  return picked?.quantize;
}
