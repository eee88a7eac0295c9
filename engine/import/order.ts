/** What is to be imported, from where, and which folder it becomes. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { findPublished } from '../models/catalogue';
import { folderNameOf, isRepositoryId } from '../models/hub/repositoryId';
import { MANIFEST_FILE, readModelFolder } from '../models/manifest';
import { defaultRoots, findModel, type StoreRoots } from '../models/store';
import { EngineError } from '../protocol/errors';
import { originOf, type Origin } from './origin';
import { requireConfined } from './requireConfined';

export type Source =
  | {
      readonly kind: 'folder';
      readonly folder: string;
      readonly origin?: Origin;
      /** What its manifest calls it, if it is a model of ours already. */
      readonly ownId?: string;
    }
  | { readonly kind: 'hub'; readonly id: string };

export interface Order {
  readonly source: Source;
  /** What the model will be called. */
  readonly id: string;
  /** The folder that it will be. */
  readonly target: string;
  /** Whether the target belongs to the imported models, where a model of the same name is replaced. */
  readonly isStored: boolean;
  /** The folder of imported models, for downloads under way. */
  readonly root: string;
}

export interface OrderOptions {
  /** Of a repository: a folder has none. */
  readonly revision?: string;
  readonly to?: string;
  readonly roots?: StoreRoots;
}

/**
 * Throws EngineError `input` if the source is nothing that can be imported, or the target is taken; `model` if it is a
 * model of ours that is broken.
 */
export function placeOrder(source: string, { revision, to, roots = defaultRoots() }: OrderOptions): Order {
  const found = sourceOf(source);
  if (found.kind === 'folder' && revision !== undefined) {
    throw new EngineError('input', `${source} is a folder here, which has no revisions: leave out --revision.`);
  }
  const id = nameOf(found);
  const root = roots.imported[0] ?? resolve('.');
  if (to === undefined) {
    refuseBundledName(found, id, roots);
    return { source: found, id, target: join(root, folderNameOf(id)), isStored: true, root };
  }
  if (existsSync(to)) throw new EngineError('input', `${to} exists already: choose another folder or remove it.`);
  requireFolderAbove(resolve(to));
  return { source: found, id, target: resolve(to), isStored: false, root };
}

function requireFolderAbove(path: string): void {
  let above = dirname(path);
  while (!existsSync(above)) above = dirname(above);
  if (!statSync(above).isDirectory()) throw new EngineError('input', `${above} is a file: choose another folder.`);
}

/** Whether it is a folder of ours already. */
export function isOwn(source: Source): boolean {
  return source.kind === 'folder' && source.ownId !== undefined;
}

/** A folder of this name goes before a repository. */
function sourceOf(source: string): Source {
  if (existsSync(source)) {
    if (!statSync(source).isDirectory()) {
      throw new EngineError('input', `${source} is a file: name the folder that holds config.json and the weights.`);
    }
    const folder = resolve(source);
    const [origin, ownId] = [originOf(folder), ownIdOf(folder)];
    return { kind: 'folder', folder, ...(origin && { origin }), ...(ownId !== undefined && { ownId }) };
  }
  if (isRepositoryId(source)) return { kind: 'hub', id: findPublished(source)?.id ?? source };
  throw new EngineError(
    'input',
    `${source} is neither a folder nor a repository on the hub, which looks like owner/name.`,
  );
}

/** The copy keeps its manifest, so it is found by the id in there, whatever the folder is called. */
function ownIdOf(folder: string): string | undefined {
  const path = join(folder, MANIFEST_FILE);
  if (!existsSync(path)) return undefined;
  requireConfined(folder);
  const { id } = readModelFolder(folder).manifest;
  if (isRepositoryId(id) || /^\w[\w.-]*$/.test(id)) return id;
  throw new EngineError(
    'model',
    `${path}: no folder can be named ${JSON.stringify(id)}. Make its id like a file name.`,
  );
}

function nameOf(source: Source): string {
  if (source.kind === 'hub') return source.id;
  const name =
    source.ownId ??
    source.origin?.id ??
    basename(source.folder)
      .replace(/[^\w.-]+/g, '-')
      .replace(/^[.-]+/, '');
  return name === '' ? 'model' : name;
}

function refuseBundledName(source: Source, id: string, roots: StoreRoots): void {
  if (findModel(id, roots)?.source !== 'bundled') return;
  const remedy = isOwn(source) ? `give another id in its ${MANIFEST_FILE}` : 'rename the folder';
  throw new EngineError('input', `${id} is the name of a bundled model: ${remedy}, then import it.`);
}
