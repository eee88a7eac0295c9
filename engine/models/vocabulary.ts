/**
 * Which ids of a vocabulary may appear in text. Reads only the tables of tokenizer.json; encoding is `engine/text`'s.
 */
import { z } from 'zod';

import { readJson, TOKENIZER_FILE, type ModelFolder } from './manifest';
import { specialIds } from './streamsConfig';

const tokenizerSchema = z.object({
  added_tokens: z.array(z.object({ id: z.number().int(), special: z.boolean() })).default([]),
  model: z.object({ vocab: z.record(z.string(), z.number().int()) }),
});

/** How specials are spelled that are plain entries of the vocabulary (training/remask_training/tokenizer.py). */
const SPECIAL_NAME = /^<\|remask:.*\|>$/;

/**
 * Ids that a canvas cell must never take: special and reserved tokens, and rows of the head that no token belongs to.
 * Delete and expand stay allowed: they are answers.
 */
export function unusableIds(folder: ModelFolder): readonly number[] {
  const { config } = folder;
  const tokenizer = readJson(folder.directory, TOKENIZER_FILE, tokenizerSchema);
  const special = new Set(specialIds(config));
  for (const token of tokenizer.added_tokens) if (token.special) special.add(token.id);
  for (const [name, id] of Object.entries(tokenizer.model.vocab)) if (SPECIAL_NAME.test(name)) special.add(id);
  special.delete(config.delete_token_id);
  special.delete(config.expand_token_id);

  const known = new Set(Object.values(tokenizer.model.vocab));
  for (const token of tokenizer.added_tokens) known.add(token.id);
  known.add(config.delete_token_id).add(config.expand_token_id);
  return Array.from({ length: config.vocab_size }, (_, id) => id).filter((id) => special.has(id) || !known.has(id));
}
