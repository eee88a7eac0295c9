/**
 * remask.json, the manifest that makes a Hugging Face folder a model of ours, and the folder it describes.
 *
 * Reading a folder checks what is cheap: the JSON files against their schemas, and that the listed files exist with the
 * listed lengths. Hashes are checked by `verifyFolder`, on request. Every defect is an EngineError `model` that names
 * the file and the remedy.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { EngineError } from '../protocol/errors';
import type { ModelInfo } from '../protocol/messages';
import { fitsInMemory, memoryNeed } from './memory';
import { parameterCount, streamsConfigSchema, type StreamsConfig } from './streamsConfig';

export const MANIFEST_FILE = 'remask.json';
export const CONFIG_FILE = 'config.json';
export const WEIGHTS_FILE = 'model.safetensors';
export const TOKENIZER_FILE = 'tokenizer.json';

/** A plain file name: a manifest never points out of its folder. */
const fileName = z
  .string()
  .regex(/^[^/\\]+$/)
  .refine((name) => name !== '.' && name !== '..');

const manifestSchema = z.object({
  schema: z.literal(1),
  id: z.string().min(1),
  family: z.literal('remask_streams'),
  description: z.string(),
  licence: z.string(),
  languages: z.array(z.string()),
  files: z.record(
    fileName,
    z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int().nonnegative() }),
  ),
});

export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** A folder whose manifest and config are valid. */
export interface ModelFolder {
  readonly directory: string;
  readonly manifest: Manifest;
  readonly config: StreamsConfig;
}

/** Reads and checks a model folder; the weights themselves stay unread. */
export function readModelFolder(directory: string): ModelFolder {
  const manifest = readJson(directory, MANIFEST_FILE, manifestSchema);
  for (const [name, { bytes }] of Object.entries(manifest.files)) checkLength(directory, name, bytes);
  for (const name of [CONFIG_FILE, WEIGHTS_FILE, TOKENIZER_FILE]) checkLength(directory, name);
  return { directory, manifest, config: readJson(directory, CONFIG_FILE, streamsConfigSchema) };
}

/** What the protocol tells of a folder. */
export function describe({ directory, manifest, config }: ModelFolder, source: ModelInfo['source']): ModelInfo {
  const { id, family, licence, description } = manifest;
  const bytes = statSync(join(directory, WEIGHTS_FILE)).size;
  const parameters = parameterCount(config);
  const memoryBytes = memoryNeed(parameters, 'none');
  const fits = fitsInMemory(memoryBytes);
  return { id, directory, family, source, parameters, bytes, memoryBytes, fits, licence, description };
}

/** Reads a JSON file of a model folder and checks it against a schema. Throws EngineError `model`. */
export function readJson<T>(directory: string, name: string, schema: z.ZodType<T>): T {
  const path = join(directory, name);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new EngineError('model', `${path} is not valid JSON. ${COPY_AGAIN}`);
    throw missing(path);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new EngineError('model', `${path} does not describe a model: ${where}${issue?.message}. ${COPY_AGAIN}`);
}

const COPY_AGAIN = 'Copy the model folder again or choose another model.';

function missing(path: string): EngineError {
  return new EngineError('model', `${path} cannot be read, so this is not a complete model folder. ${COPY_AGAIN}`);
}

function checkLength(directory: string, name: string, bytes?: number): void {
  const path = join(directory, name);
  const found = statSync(path, { throwIfNoEntry: false })?.size;
  if (found === undefined) throw missing(path);
  if (bytes !== undefined && found !== bytes) {
    throw new EngineError('model', `${path} has ${found} bytes, ${MANIFEST_FILE} says ${bytes}. ${COPY_AGAIN}`);
  }
}
