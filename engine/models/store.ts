/**
 * Where model folders live on this machine, and how an id or a path becomes one of them.
 *
 * Bundled models are the folder `models/` of this package, found upwards from the running file. Imported ones lie in the
 * folders that the environment variable REMASK_MODELS lists (separated as PATH is), or else in the user's own; new ones
 * go into the first.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, delimiter, join, resolve } from 'node:path';

import { EngineError } from '../protocol/errors';
import type { ModelInfo } from '../protocol/messages';
import { publishedModels } from './catalogue';
import { isModelName, stoppedDownloads, userModels } from './storeLayout';
import { describe, MANIFEST_FILE, readModelFolder, type ModelFolder } from './manifest';

type LocalSource = Exclude<ModelInfo['source'], 'published'>;

export interface StoredModel {
  readonly folder: ModelFolder;
  readonly info: ModelInfo;
}

export interface StoreRoots {
  /** Folder whose subfolders are the bundled models; `undefined` if this installation has none. */
  readonly bundled: string | undefined;
  /** Folders whose subfolders are imported models. Never empty but in tests. */
  readonly imported: readonly string[];
}

/** The roots of this installation. Throws EngineError `input` if REMASK_MODELS names a file; what is not there may come. */
export function defaultRoots(env: NodeJS.ProcessEnv = process.env, from = __dirname): StoreRoots {
  const listed = (env['REMASK_MODELS'] ?? '').split(delimiter).filter((path) => path !== '');
  const wrong = listed.find(isNoFolder);
  if (wrong !== undefined) {
    throw new EngineError('input', `REMASK_MODELS names ${wrong}, which is no folder: name one that holds model folders.`);
  }
  const imported = listed.length > 0 ? listed.map((path) => resolve(path)) : [userModels(env)];
  return { bundled: bundledRoot(from), imported };
}

/** Whether it is a file, or could only be in one. */
function isNoFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR';
  }
}

/** Models on this machine, then published ones that are not. Broken folders are left out; opening one explains it. */
export function listModels(roots: StoreRoots = defaultRoots()): readonly ModelInfo[] {
  const local = candidates(roots).flatMap(({ directory, source }) => tryRead(directory, source)?.info ?? []);
  const ids = new Set(local.map(({ id }) => id));
  const published = publishedModels().filter(({ id }) => !ids.has(id));
  return [...local, ...published.map((model) => withPaused(model, roots))];
}

/** A published model with what a stopped download of it has brought so far. */
function withPaused(model: ModelInfo, { imported }: StoreRoots): ModelInfo {
  const stopped = imported.flatMap((root) => stoppedDownloads(root, model.id));
  return stopped.length === 0 ? model : { ...model, pausedBytes: stopped.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The model of this id, or the folder of this name that should hold one; `undefined` if there is neither. */
export function findModel(id: string, roots: StoreRoots = defaultRoots()): Candidate | undefined {
  const local = candidates(roots);
  return (
    local.find(({ directory, source }) => tryRead(directory, source)?.info.id === id) ??
    local.find(({ directory }) => basename(directory) === id)
  );
}

/**
 * The model of this id or in this folder; the first bundled one if `idOrDirectory` is absent.
 * Throws EngineError `input` for a name that nothing here has, `model` if the folder is broken or none is installed.
 */
export function resolveModel(idOrDirectory?: string, roots: StoreRoots = defaultRoots()): StoredModel {
  if (idOrDirectory === undefined) return firstModel(roots);
  const local = candidates(roots);
  for (const { directory, source } of local) {
    const found = tryRead(directory, source);
    if (found?.info.id === idOrDirectory) return found;
  }
  const namesake = local.find(({ directory }) => directory === resolve(idOrDirectory) || basename(directory) === idOrDirectory);
  if (namesake) return read(namesake.directory, namesake.source);
  if (existsSync(idOrDirectory)) return read(requireDirectory(resolve(idOrDirectory)), 'imported');
  throw unknownModel(idOrDirectory, roots);
}

function requireDirectory(path: string): string {
  if (statSync(path).isDirectory()) return path;
  throw new EngineError('input', `${path} is a file: name a model, or the folder of one.`);
}

function firstModel(roots: StoreRoots): StoredModel {
  const first = candidates(roots)[0];
  if (first) return read(first.directory, first.source);
  throw new EngineError('model', 'No model is installed. Name a model folder, or list some in REMASK_MODELS.');
}

interface Candidate {
  readonly directory: string;
  readonly source: LocalSource;
}

function candidates(roots: StoreRoots): readonly Candidate[] {
  const bundled = roots.bundled === undefined ? [] : modelFoldersIn(roots.bundled);
  return [
    ...bundled.map((directory) => ({ directory, source: 'bundled' as const })),
    ...roots.imported.flatMap(modelFoldersIn).map((directory) => ({ directory, source: 'imported' as const })),
  ];
}

function modelFoldersIn(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  const names = namesIn(root).filter(isModelName).sort();
  return names.map((name) => join(root, name)).filter((path) => existsSync(join(path, MANIFEST_FILE)));
}

function namesIn(root: string): readonly string[] {
  try {
    return readdirSync(root);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EngineError('input', `${root} cannot be read (${code}): make it readable, or let REMASK_MODELS name another folder of models.`);
  }
}

/** The package's folder `models/`: one level above the built file (dist/), two above this source file. */
function bundledRoot(from: string): string | undefined {
  const roots = [join(from, '../models'), join(from, '../../models')];
  return roots.find((root) => modelFoldersIn(root).length > 0);
}

function read(directory: string, source: LocalSource): StoredModel {
  const folder = readModelFolder(directory);
  return { folder, info: describe(folder, source) };
}

function tryRead(directory: string, source: LocalSource): StoredModel | undefined {
  try {
    return read(directory, source);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function unknownModel(name: string, roots: StoreRoots): EngineError {
  if (publishedModels().some(({ id }) => id === name)) {
    return new EngineError('model', `${name} is published but not on this machine: run remask import ${name} first.`);
  }
  const known = listModels(roots).filter(({ source }) => source !== 'published');
  const choice = known.length > 0 ? `Choose one of: ${known.map(({ id }) => id).join(', ')}.` : 'None is installed.';
  return new EngineError('input', `There is no model or model folder named ${name}. ${choice}`);
}
