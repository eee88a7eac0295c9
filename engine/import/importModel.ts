/**
 * Everything between the name of a model and a folder that runs: fetch it if it is a repository, check it, convert it, put
 * it among the models. One process at a time; until the last rename nothing looks like a model, and whatever ends it early
 * leaves only what was downloaded.
 */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { DEFAULT_QUANTIZATION, findPublished } from '../models/catalogue';
import { familyOf } from '../models/families';
import { Checkpoint } from '../models/checkpoint';
import { explainDisk, requireSpace, type FreeBytes } from '../models/disk';
import { requireMemory } from '../models/fit';
import type { HubChoices } from '../models/hub/hubSettings';
import type { RepositoryFile } from '../models/hub/listing';
import { readPublishedFolder } from '../models/publishedFolder';
import { describe, readModelFolder } from '../models/manifest';
import { renameOnceFree } from '../models/renameOnceFree';
import { replaceFolder } from '../models/replaceFolder';
import { clearTraces, downloadFolder, incomingFolder } from '../models/storeLayout';
import { withLock } from '../models/storeLock';
import type { ImportProgress, ModelInfo, Quantization } from '../protocol/messages';
import { copyModelFolder } from './copyModelFolder';
import { importFolder } from './importFolder';
import { isOwn, placeOrder, type Order, type OrderOptions, type Source } from './order';
import type { Origin } from './origin';
import { requireConfined } from './requireConfined';

export interface ImportModelOptions extends HubChoices, OrderOptions {
  /** `int8` when absent. */
  readonly quantize?: Quantization;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly env?: NodeJS.ProcessEnv;
  readonly free?: FreeBytes;
  /** Bytes of memory of the machine that is to run it. */
  readonly machine?: number;
}

/** Bytes that a conversion writes for each byte of 16-bit weights. */
const GROWTH: Readonly<Record<Quantization, number>> = { none: 2, int8: 0.65, int4: 0.45 };
/** No repository keeps a weight in more, so it has at least this share of its bytes in parameters. */
const MOST_BYTES_PER_WEIGHT = 4;

/** A folder as published, on this disk. */
interface Material {
  readonly folder: string;
  readonly origin?: Origin;
  readonly licence?: string;
}

/** Imports a folder or a repository of the hub. Throws EngineError, or the signal's reason. */
export async function importModel(source: string, options: ImportModelOptions = {}): Promise<ModelInfo> {
  const order = placeOrder(source, options);
  return withLock(order.target, async () => {
    await clearTraces(order.target);
    const material = await obtain(order, options);
    try {
      await convert(material, order, options);
      // Elsewhere nothing is replaced, whatever has come there meanwhile.
      await (order.isStored ? replaceFolder : renameOnceFree)(incomingFolder(order.target), order.target);
    } catch (error) {
      await clearTraces(order.target);
      throw explainDisk(error, order.target) ?? error;
    }
    if (order.source.kind === 'hub') await rm(material.folder, { recursive: true, force: true });
    return describe(readModelFolder(order.target), 'imported');
  });
}

async function obtain(order: Order, options: ImportModelOptions): Promise<Material> {
  const { source } = order;
  return source.kind === 'folder' ? source : download(order, source, options);
}

/** The client for HTTP is loaded only when it is needed. */
async function download(
  { root, isStored }: Order,
  { id }: Source & { kind: 'hub' },
  options: ImportModelOptions,
): Promise<Material> {
  const { fetchModel } = await import('../models/hub/fetchModel');
  const published = findPublished(id);
  const { quantize = DEFAULT_QUANTIZATION } = options;
  const revision = options.revision ?? published?.revision;
  const { folder, commit, licence } = await fetchModel(id, {
    ...options,
    ...(revision !== undefined && { revision }),
    folderFor: (found) => downloadFolder(root, id, found),
    besides: (bytes) => bytes * GROWTH[quantize],
    beforeWeights: (partial) => void familyOf(readPublishedFolder(partial, id)),
    inspect: (_, wanted) => {
      const parameters = published?.parameters ?? leastParameters(wanted);
      if (isStored) requireMemory({ id, parameters, quantization: quantize }, options.machine);
    },
  });
  const known = published?.licence ?? licence;
  return { folder, origin: { id, revision: commit }, ...(known !== undefined && { licence: known }) };
}

function leastParameters(files: readonly RepositoryFile[]): number {
  const weights = files.filter(({ name }) => name.endsWith('.safetensors'));
  return weights.reduce((sum, { size }) => sum + size, 0) / MOST_BYTES_PER_WEIGHT;
}

/** Writes the incoming folder. A folder that is a model of ours already is copied. */
async function convert(
  { folder, origin, licence }: Material,
  order: Order,
  options: ImportModelOptions,
): Promise<void> {
  const { signal, onProgress, quantize = DEFAULT_QUANTIZATION } = options;
  const incoming = incomingFolder(order.target);
  requireConfined(folder);
  if (isOwn(order.source)) return copyModelFolder(folder, incoming, options);
  // First, since it says most: weights that are missing or too many are no matter in a folder that nothing could run.
  familyOf(readPublishedFolder(folder, order.id));
  const parameters = countParameters(folder);
  if (order.isStored) requireMemory({ id: order.id, parameters, quantization: quantize }, options.machine);
  await requireSpace(dirname(order.target), parameters * 2 * GROWTH[quantize], options.free);
  const description = findPublished(order.id)?.note;
  await importFolder(folder, incoming, {
    quantize,
    id: order.id,
    ...(origin && { origin }),
    ...(licence !== undefined && { licence }),
    ...(description !== undefined && { description }),
    ...(signal && { signal }),
    onProgress: ({ done, total }) => onProgress?.({ phase: 'convert', done, total }),
  });
  signal?.throwIfAborted();
}

function countParameters(folder: string): number {
  const checkpoint = Checkpoint.open(folder);
  try {
    return checkpoint.parameters;
  } finally {
    checkpoint.close();
  }
}
