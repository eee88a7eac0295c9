/**
 * Turns a published model folder into one of ours: reads safetensors in a stream, quantizes, writes the graph, its
 * weights and the manifest. Weights pass through memory one at a time and are hashed as they are written. Everything is
 * written into a folder beside the target that takes its name only when it is complete.
 */
import { mkdirSync, rmSync, existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { buildBodyGraph } from '../graph/body';
import type { Quantization } from '../protocol/messages';
import { Checkpoint } from '../models/checkpoint';
import { familyOf } from '../models/families';
import {
  GRAPH_FILE,
  GRAPH_VERSION,
  GRAPH_WEIGHTS_FILE,
  MANIFEST_FILE,
  type ImportedManifest,
} from '../models/manifest';
import { readPublishedFolder } from '../models/publishedFolder';
import { renameOnceFree } from '../models/renameOnceFree';
import { readTokenizer } from '../models/tokenizerFile';
import { EngineError } from '../protocol/errors';
import { readChat } from './chatTemplate';
import { copyJsonFiles, writeText, writeWeights, type ConversionProgress, type FileEntry } from './files';

export interface ImportOptions {
  /** `int8` when absent. */
  readonly quantize?: Quantization;
  /** What the model is called here; the folder's name when absent. */
  readonly id?: string;
  readonly licence?: string;
  readonly description?: string;
  /** Repository and revision it was downloaded from. */
  readonly origin?: { readonly id: string; readonly revision?: string };
  /** Aborting leaves nothing behind; its reason is thrown. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ConversionProgress) => void;
}

export interface ImportReport {
  readonly directory: string;
  readonly id: string;
  readonly family: string;
  readonly quantization: Quantization;
  readonly parameters: number;
  /** Of the graph and its weights. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * Imports `folder` as `to`, which must not exist. Throws EngineError `model` if the folder is not a model that this
 * version can run, `input` if the target is taken.
 */
export async function importFolder(folder: string, to: string, options: ImportOptions = {}): Promise<ImportReport> {
  const started = performance.now();
  const target = resolve(to);
  if (existsSync(target))
    throw new EngineError('input', `${target} exists already: choose another folder or remove it.`);
  const partial = join(dirname(target), `.${basename(target)}.partial-${process.pid}`);
  try {
    mkdirSync(partial, { recursive: true });
    const manifest = await convert(folder, partial, { ...options, id: options.id ?? basename(resolve(folder)) });
    await renameOnceFree(partial, target);
    const { id, family, quantization, parameters, files } = manifest;
    const bytes = (files[GRAPH_FILE]?.bytes ?? 0) + (files[GRAPH_WEIGHTS_FILE]?.bytes ?? 0);
    const milliseconds = performance.now() - started;
    return { directory: target, id, family, quantization, parameters, bytes, milliseconds };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

async function convert(
  source: string,
  target: string,
  { id, quantize = 'int8', licence = '', description = '', origin, signal, onProgress }: ImportOptions & { id: string },
): Promise<ImportedManifest> {
  const published = readPublishedFolder(source, origin?.id ?? basename(resolve(source)));
  const family = familyOf(published);
  const { body, arrange } = family.read(published);
  const tokenizer = readTokenizer(published, body.vocabulary);
  const chat = readChat(published);
  const checkpoint = Checkpoint.open(source);
  try {
    const graph = buildBodyGraph(family.name, body, arrange(checkpoint), quantize);
    const { model, weights } = graph.encodeExternal(GRAPH_WEIGHTS_FILE);
    const files: Record<string, FileEntry> = {
      [GRAPH_FILE]: writeText(target, GRAPH_FILE, model),
      ['tokenizer.json']: writeText(target, 'tokenizer.json', JSON.stringify(tokenizer)),
      ...copyJsonFiles(source, target),
      [GRAPH_WEIGHTS_FILE]: await writeWeights(join(target, GRAPH_WEIGHTS_FILE), weights, { signal, onProgress }),
    };
    const manifest: ImportedManifest = {
      schema: 1,
      id,
      family: family.name,
      description: description || `Imported from ${origin?.id ?? basename(resolve(source))}`,
      licence: licence || 'see the model card',
      languages: [],
      graph: GRAPH_VERSION,
      quantization: quantize,
      parameters: checkpoint.parameters,
      body,
      ...(chat && { chat }),
      ...(origin && { origin }),
      files,
    };
    writeText(target, MANIFEST_FILE, JSON.stringify(manifest, null, 2));
    return manifest;
  } finally {
    checkpoint.close();
  }
}
