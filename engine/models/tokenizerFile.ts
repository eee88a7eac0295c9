/**
 * One tokenizer.json from whatever a published folder has: that file itself, or vocab.json and merges.txt as byte-level
 * BPE was published before it existed. Added tokens that only another file lists are added to it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { EngineError } from '../protocol/errors';
import { readJson } from './jsonFile';
import { readOptional, type PublishedFolder } from './publishedFolder';

const vocabularySchema = z.record(z.string(), z.number().int().nonnegative());
const addedSchema = z.array(z.looseObject({ id: z.number().int().nonnegative(), content: z.string() }));
const descriptionSchema = z.looseObject({
  added_tokens: addedSchema.default([]),
  model: z.looseObject({ vocab: vocabularySchema, byte_fallback: z.unknown().optional() }),
});
type Description = z.infer<typeof descriptionSchema>;

/** Where words begin: GPT-2's own pattern, and Qwen's. */
const QWEN_PATTERN =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** The content of a tokenizer.json. Throws EngineError `model` if the folder has no usable tokenizer. */
export function readTokenizer(folder: PublishedFolder, vocabulary: number): object {
  const description = describeTokenizer(folder.directory);
  const known = new Set(description.added_tokens.map(({ content }) => content));
  const missing = [...folder.addedTokens].filter(([content]) => !known.has(content));
  const added = [...description.added_tokens, ...missing.map(([content, id]) => addedToken(content, id))];
  const largest = [...Object.values(description.model.vocab), ...added.map(({ id }) => id)].reduce(
    (most, id) => Math.max(most, id),
    -1,
  );
  if (largest >= vocabulary) {
    throw new EngineError(
      'model',
      `${folder.directory}: the tokenizer has ids up to ${largest}, the model only ${vocabulary} rows: they do not belong together.`,
    );
  }
  return { ...description, added_tokens: added };
}

function addedToken(content: string, id: number) {
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return { id, content, ...flags };
}

function describeTokenizer(directory: string): Description {
  const whole = readOptional(directory, 'tokenizer.json', descriptionSchema);
  if (whole?.model['byte_fallback'] === true && !hasAllBytes(whole.model.vocab)) {
    throw new EngineError(
      'model',
      `${directory}/tokenizer.json: it falls back on bytes and lacks some of the tokens <0x00> to <0xFF>: not every text could be read.`,
    );
  }
  if (whole) return whole;
  if (existsSync(join(directory, 'vocab.json')) && existsSync(join(directory, 'merges.txt'))) {
    return fromParts(directory);
  }
  throw new EngineError(
    'model',
    `${directory} has no tokenizer.json, nor vocab.json and merges.txt: put the tokenizer that the model was trained with beside it.`,
  );
}

function hasAllBytes(vocab: Readonly<Record<string, number>>): boolean {
  return Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`).every(
    (name) => vocab[name] !== undefined,
  );
}

function fromParts(directory: string): Description {
  const vocab = readJson(directory, 'vocab.json', vocabularySchema);
  const lines = readFileSync(join(directory, 'merges.txt'), 'utf8').split(/\r?\n/);
  // A merge may well begin with "#": only the first line is a comment.
  const merges = (lines[0]?.startsWith('#version') ? lines.slice(1) : lines).filter((line) => line.includes(' '));
  return {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: preTokenizer(directory),
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    model: { type: 'BPE', vocab, merges },
  };
}

function preTokenizer(directory: string): object {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false };
  const settings = readOptional(directory, 'tokenizer_config.json', z.looseObject({ tokenizer_class: z.string().optional() }));
  if (!/qwen/i.test(settings?.tokenizer_class ?? '')) return { ...byteLevel, use_regex: true };
  const split = { type: 'Split', pattern: { Regex: QWEN_PATTERN }, behavior: 'Isolated', invert: false };
  return { type: 'Sequence', pretokenizers: [split, { ...byteLevel, use_regex: false }] };
}
