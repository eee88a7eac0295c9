/**
 * The parts of a Hugging Face `tokenizer.json` that the engine reads itself: which ids spell text, which only control,
 * and the description handed to the tokenizer library with the control tokens taken out, so that text which happens
 * to spell one is encoded as ordinary bytes.
 */
import { z } from 'zod';
import { EngineError } from '../protocol/errors';
import { tokenBytes } from './byteLevel';

const addedTokenSchema = z.looseObject({ id: z.number().int().nonnegative(), content: z.string() });

const descriptionSchema = z.looseObject({
  added_tokens: z.array(addedTokenSchema).default([]),
  model: z.looseObject({
    type: z.literal('BPE').optional(),
    vocab: z.record(z.string(), z.number().int().nonnegative()),
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
});

export interface Vocabulary {
  /** One more than the highest id. */
  readonly size: number;
  /** Bytes per id; `undefined` where an id spells no text. */
  readonly bytes: readonly (Uint8Array | undefined)[];
  /** Ids of control tokens by their names. */
  readonly controls: ReadonlyMap<string, number>;
  /** What the tokenizer library is given. */
  readonly description: object;
}

/** Reads a parsed tokenizer.json. Throws a `model` error if it is not a byte-level BPE. */
export function readVocabulary(json: unknown): Vocabulary {
  const parsed = descriptionSchema.safeParse(json);
  if (!parsed.success) {
    throw new EngineError('model', 'tokenizer.json is not a byte-level BPE tokenizer; import the model again');
  }
  const { model, added_tokens: added } = parsed.data;
  const spelled = added.filter((token) => /^\s+$/u.test(token.content));
  const size =
    1 + [...Object.values(model.vocab), ...added.map((token) => token.id)].reduce((a, b) => Math.max(a, b), -1);
  const bytes = new Array<Uint8Array | undefined>(size).fill(undefined);
  const reachable = reachableTokens(model.merges);
  const controls = new Set(added.map((token) => token.id));
  for (const [token, id] of Object.entries(model.vocab)) {
    if (!controls.has(id) && (token.length === 1 || reachable.has(token))) bytes[id] = tokenBytes(token);
  }
  for (const token of spelled) bytes[token.id] = new TextEncoder().encode(token.content);
  const named = added.filter((token) => !spelled.includes(token)).map(({ content, id }) => [content, id] as const);
  return { size, bytes, controls: new Map(named), description: withoutControls(parsed.data, spelled) };
}

/** Tokens that some merge produces. Any other longer entry of the vocabulary is a control token. */
function reachableTokens(merges: readonly (string | readonly [string, string])[]): ReadonlySet<string> {
  return new Set(merges.map((merge) => (typeof merge === 'string' ? merge.replace(' ', '') : merge.join(''))));
}

/**
 * Also drops normalizers: they would change the user's text (NFC in Qwen's), and byte-level BPE can spell any text as
 * it is.
 */
function withoutControls(description: z.infer<typeof descriptionSchema>, kept: readonly object[]): object {
  return {
    decoder: null,
    pre_tokenizer: null,
    ...description,
    model: { type: 'BPE', ...description.model, ignore_merges: false },
    added_tokens: kept,
    normalizer: null,
    post_processor: null,
  };
}
