/**
 * Which ids of a vocabulary may appear in text. Reads only the tables of tokenizer.json; encoding is `engine/text`'s.
 */
import { z } from 'zod';

import { readJson } from './jsonFile';
import { TOKENIZER_FILE, type ModelFolder } from './manifest';
import { specialIds } from './streamsConfig';

const tokenizerSchema = z.object({
  added_tokens: z.array(z.object({ id: z.number().int(), special: z.boolean() })).default([]),
  model: z.object({ vocab: z.record(z.string(), z.number().int()) }),
});

/** How specials are spelled that are plain entries of the vocabulary (training/remask_training/tokenizer.py). */
const SPECIAL_NAME = /^<\|remask:.*\|>$/;

/** The ids of a vocabulary that have a meaning of their own. */
export interface VocabularyFacts {
  /** Rows of the head. */
  readonly size: number;
  readonly specials: readonly number[];
  /** Specials that are answers nonetheless: delete and expand. */
  readonly answers: readonly number[];
}

/**
 * Ids that a canvas cell must never take: special and reserved tokens, and rows of the head that no token belongs to.
 * Delete and expand stay allowed: they are answers.
 */
export function unusableIds(folder: ModelFolder): readonly number[] {
  const { size, specials, answers } = facts(folder);
  const tokenizer = readJson(folder.directory, TOKENIZER_FILE, tokenizerSchema);
  const special = new Set(specials);
  for (const token of tokenizer.added_tokens) if (token.special) special.add(token.id);
  for (const [name, id] of Object.entries(tokenizer.model.vocab)) if (SPECIAL_NAME.test(name)) special.add(id);

  const known = new Set([...Object.values(tokenizer.model.vocab), ...answers]);
  for (const token of tokenizer.added_tokens) known.add(token.id);
  for (const id of answers) special.delete(id);
  return Array.from({ length: size }, (_, id) => id).filter((id) => special.has(id) || !known.has(id));
}

function facts(folder: ModelFolder): VocabularyFacts {
  if (folder.kind === 'streams') {
    const { config } = folder;
    const answers = [config.delete_token_id, config.expand_token_id];
    return { size: config.vocab_size, specials: specialIds(config), answers };
  }
  const { vocabulary, maskId, deleteId, expandId } = folder.manifest.body;
  return {
    size: vocabulary,
    specials: [maskId],
    answers: [deleteId, expandId].filter((id) => id !== undefined),
  };
}
