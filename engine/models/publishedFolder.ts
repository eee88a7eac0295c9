/**
 * A model folder as published on the Hugging Face hub: its JSON files, read without believing them. Weights are
 * `checkpoint.ts`'s, the tokenizer is `tokenizerFile.ts`'s.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { readJson } from './jsonFile';

const anyObject = z.record(z.string(), z.unknown());
const tokenTable = z.record(z.string(), z.number().int().nonnegative());
const describedTokens = z.array(z.looseObject({ id: z.number().int().nonnegative(), content: z.string() }));
const decoderTable = z.record(z.string().regex(/^\d+$/), z.looseObject({ content: z.string() }));

export interface PublishedFolder {
  readonly directory: string;
  /** The repository's id where it is known, else the folder's name. */
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** generation_config.json; empty if there is none. */
  readonly generation: Readonly<Record<string, unknown>>;
  /** Tokens outside the ordinary vocabulary, by content. */
  readonly addedTokens: ReadonlyMap<string, number>;
}

/** Throws EngineError `model` if a file that is there is broken, or config.json is missing. */
export function readPublishedFolder(directory: string, name: string): PublishedFolder {
  return {
    directory,
    name,
    config: readJson(directory, 'config.json', anyObject),
    generation: readOptional(directory, 'generation_config.json', anyObject) ?? {},
    addedTokens: readAddedTokens(directory),
  };
}

/** Reads a file that not every folder has. */
export function readOptional<T>(directory: string, name: string, schema: z.ZodType<T>): T | undefined {
  return existsSync(join(directory, name)) ? readJson(directory, name, schema) : undefined;
}

/** Three files may tell of added tokens; none must. */
function readAddedTokens(directory: string): ReadonlyMap<string, number> {
  const tokenizer = readOptional(directory, 'tokenizer.json', z.looseObject({ added_tokens: describedTokens.default([]) }));
  const settings = readOptional(
    directory,
    'tokenizer_config.json',
    z.looseObject({ added_tokens_decoder: decoderTable.default({}) }),
  );
  const table = readOptional(directory, 'added_tokens.json', tokenTable) ?? {};
  return new Map([
    ...(tokenizer?.added_tokens ?? []).map(({ content, id }) => [content, id] as const),
    ...Object.entries(settings?.added_tokens_decoder ?? {}).map(([id, { content }]) => [content, Number(id)] as const),
    ...Object.entries(table),
  ]);
}
