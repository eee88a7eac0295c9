/**
 * remask.json, the manifest that makes a Hugging Face folder a model of ours, and the folder it describes.
 *
 * Reading a folder checks what is cheap: the JSON files against their schemas, and that the listed files exist with the
 * listed lengths. Hashes are checked by `verifyFolder`, on request. Every defect is an EngineError `model` that names
 * the file and the remedy.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { EngineError } from '../protocol/errors';
import type { ModelInfo } from '../protocol/messages';
import { bodySchema, quantizationSchema } from './body';
import { chatSchema } from './chat';
import { familyNames } from './families';
import { COPY_AGAIN, missingFile, readJson } from './jsonFile';
import { fitsInMemory, memoryNeed } from './memory';
import { parameterCount, streamsConfigSchema, type StreamsConfig } from './streamsConfig';
import { weightFiles } from './weightFiles';

export const MANIFEST_FILE = 'remask.json';
const CONFIG_FILE = 'config.json';
export const TOKENIZER_FILE = 'tokenizer.json';
/** An imported model's graph and the weights that it refers to. */
export const GRAPH_FILE = 'model.onnx';
export const GRAPH_WEIGHTS_FILE = 'model.onnx.data';

/** Of the graphs that this version writes and runs. Raise it when `graph/signature.ts` changes. */
export const GRAPH_VERSION = 1;

/** A plain file name: a manifest never points out of its folder. */
const fileName = z
  .string()
  .regex(/^[^/\\]+$/)
  .refine((name) => name !== '.' && name !== '..');

const shared = {
  schema: z.literal(1),
  id: z.string().min(1),
  description: z.string(),
  licence: z.string(),
  languages: z.array(z.string()),
  files: z.record(
    fileName,
    z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int().nonnegative() }),
  ),
};

/** See `decode/calibration.ts`. */
const calibrationSchema = z.object({
  bias: z.number(),
  logit: z.number(),
  decided: z.number(),
  decidedLogit: z.number(),
  // Of folders from before parallels.
  proposed: z.number().default(0),
  proposedLogit: z.number().default(0),
});

/** See `decode/recall/gate.ts`. */
const recallGateSchema = z.object({
  bias: z.number(),
  order: z.number(),
  isBetween: z.number(),
  share: z.number(),
  places: z.number(),
  distance: z.number(),
  top: z.number(),
});

/** Added to the logits of DELETE and EXPAND: training shows surplus cells more often than a person's holes have them. */
const lengthBiasSchema = z.object({ delete: z.number(), expand: z.number() });

const streamsManifestSchema = z.object({
  ...shared,
  family: z.literal('remask_streams'),
  calibration: calibrationSchema.optional(),
  recallGate: recallGateSchema.optional(),
  projectGate: recallGateSchema.optional(),
  lengthBias: lengthBiasSchema.optional(),
});

const importedManifestSchema = z.object({
  ...shared,
  family: z.string().refine((name) => familyNames.includes(name), { error: 'this version has no such family' }),
  graph: z.literal(GRAPH_VERSION, { error: 'written by another version of Remask, import the model again' }),
  quantization: quantizationSchema,
  parameters: z.number().int().positive(),
  body: bodySchema,
  chat: chatSchema.optional(),
  /** Where it came from, as far as the import was told. */
  origin: z.object({ id: z.string(), revision: z.string().optional() }).optional(),
});

export type StreamsManifest = Readonly<z.infer<typeof streamsManifestSchema>>;
export type ImportedManifest = Readonly<z.infer<typeof importedManifestSchema>>;

/** A folder of the bundled family, whose graph is built from its safetensors whenever it is opened. */
export interface StreamsFolder {
  readonly kind: 'streams';
  readonly directory: string;
  readonly manifest: StreamsManifest;
  readonly config: StreamsConfig;
}

/** A published model whose graph was written when it was imported. */
export interface ImportedFolder {
  readonly kind: 'imported';
  readonly directory: string;
  readonly manifest: ImportedManifest;
}

/** A folder whose manifest and config are valid. */
export type ModelFolder = StreamsFolder | ImportedFolder;

/** Reads and checks a model folder; the weights themselves stay unread. */
export function readModelFolder(directory: string): ModelFolder {
  requireManifest(directory);
  const { family } = readJson(directory, MANIFEST_FILE, z.object({ family: z.string() }));
  return family === 'remask_streams' ? readStreamsFolder(directory) : readImportedFolder(directory);
}

/** As `readModelFolder`, for a folder of the bundled family. */
export function readStreamsFolder(directory: string): StreamsFolder {
  const manifest = readJson(directory, MANIFEST_FILE, streamsManifestSchema);
  checkFiles(directory, manifest.files, [CONFIG_FILE, TOKENIZER_FILE]);
  for (const name of weightFiles(directory)) checkLength(directory, name);
  return { kind: 'streams', directory, manifest, config: readJson(directory, CONFIG_FILE, streamsConfigSchema) };
}

function readImportedFolder(directory: string): ImportedFolder {
  const manifest = readJson(directory, MANIFEST_FILE, importedManifestSchema);
  checkFiles(directory, manifest.files, [GRAPH_FILE, GRAPH_WEIGHTS_FILE, TOKENIZER_FILE]);
  return { kind: 'imported', directory, manifest };
}

/** What the protocol tells of a folder. */
export function describe(folder: ModelFolder, source: ModelInfo['source']): ModelInfo {
  const { directory, manifest } = folder;
  const { id, family, licence, description } = manifest;
  const weights = folder.kind === 'streams' ? weightFiles(directory) : [GRAPH_WEIGHTS_FILE];
  const parameters = folder.kind === 'streams' ? parameterCount(folder.config) : folder.manifest.parameters;
  const bytes = weights.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
  const memoryBytes = memoryNeed(parameters, folder.kind === 'streams' ? 'none' : folder.manifest.quantization);
  const fits = fitsInMemory(memoryBytes);
  const revision = folder.kind === 'imported' ? folder.manifest.origin?.revision : undefined;
  const facts = { id, directory, family, source, parameters, bytes, memoryBytes, fits, licence, description };
  const takesInstruction = folder.kind === 'imported' && folder.manifest.chat !== undefined;
  return { ...facts, takesInstruction, ...(revision !== undefined && { revision }) };
}

function requireManifest(directory: string): void {
  if (existsSync(join(directory, MANIFEST_FILE)) || !existsSync(join(directory, CONFIG_FILE))) return;
  throw new EngineError(
    'model',
    `${join(directory, MANIFEST_FILE)} is missing: if this is a published model, run remask import ${directory} first.`,
  );
}

function checkFiles(directory: string, listed: StreamsManifest['files'], needed: readonly string[]): void {
  for (const [name, { bytes }] of Object.entries(listed)) checkLength(directory, name, bytes);
  for (const name of needed) checkLength(directory, name);
}

function checkLength(directory: string, name: string, bytes?: number): void {
  const path = join(directory, name);
  const found = statSync(path, { throwIfNoEntry: false })?.size;
  if (found === undefined) throw missingFile(path);
  if (bytes !== undefined && found !== bytes) {
    throw new EngineError('model', `${path} has ${found} bytes, ${MANIFEST_FILE} says ${bytes}. ${COPY_AGAIN}`);
  }
}
