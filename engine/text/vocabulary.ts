/**
 * The parts of a Hugging Face `tokenizer.json` that the engine reads itself: which ids spell text, which only control,
 * and the description handed to the tokenizer library with the control tokens taken out, so that text which happens
 * to spell one is encoded as ordinary bytes.
 */
import { z } from 'zod';
import { EngineError } from '../protocol/errors';
import { byteIds, fallbackBytes, isByteToken, SPACE_MARK } from './byteFallback';
import { tokenBytes } from './byteLevel';

const addedTokenSchema = z.looseObject({ id: z.number().int().nonnegative(), content: z.string() });

const descriptionSchema = z.looseObject({
  added_tokens: z.array(addedTokenSchema).default([]),
  model: z.looseObject({
    type: z.literal('BPE').optional(),
    vocab: z.record(z.string(), z.number().int().nonnegative()),
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
    byte_fallback: z.boolean().nullish(),
  }),
});
type Description = z.infer<typeof descriptionSchema>;
type Merge = Description['model']['merges'][number];

export interface Vocabulary {
  /** One more than the highest id. */
  readonly size: number;
  /** Bytes per id; `undefined` where an id spells no text. */
  readonly bytes: readonly (Uint8Array | undefined)[];
  /** Ids of control tokens by their names. */
  readonly controls: ReadonlyMap<string, number>;
  /**
   * Present where the library is to be given U+2581 for each space: the ids that spell that character itself, byte by
   * byte.
   */
  readonly spaceMark?: readonly number[];
  /** What the tokenizer library is given. */
  readonly description: object;
}

/** Reads a parsed tokenizer.json. Throws a `model` error if it is a BPE neither of bytes nor with bytes to fall back on. */
export function readVocabulary(json: unknown): Vocabulary {
  const parsed = descriptionSchema.safeParse(json);
  if (!parsed.success) {
    throw new EngineError('model', 'tokenizer.json is not a byte-level BPE tokenizer; import the model again');
  }
  const { model, added_tokens: added } = parsed.data;
  const alphabet = model.byte_fallback ? fallbackAlphabet(parsed.data) : BYTE_LEVEL;
  const spelled = added.filter((token) => /^\s+$/u.test(token.content));
  const size =
    1 + [...Object.values(model.vocab), ...added.map((token) => token.id)].reduce((a, b) => Math.max(a, b), -1);
  const bytes = new Array<Uint8Array | undefined>(size).fill(undefined);
  const reachable = new Set(model.merges.map(productOf));
  const controls = new Set(added.filter((token) => !alphabet.isSpaces(token.content)).map((token) => token.id));
  for (const [token, id] of Object.entries(model.vocab)) {
    const isText = alphabet.isSingle(token) || reachable.has(token);
    if (!controls.has(id) && isText) bytes[id] = alphabet.bytesOf(token);
  }
  for (const token of spelled) bytes[token.id] = new TextEncoder().encode(token.content);
  const named = added.filter((token) => controls.has(token.id) && !spelled.includes(token));
  return {
    size,
    bytes,
    controls: new Map(named.map(({ content, id }) => [content, id])),
    ...(alphabet.spaceMark && { spaceMark: alphabet.spaceMark }),
    description: withoutControls(parsed.data, { kept: spelled, controls, preTokenizer: alphabet.preTokenizer }),
  };
}

/** How vocabulary strings are written. */
interface Alphabet {
  bytesOf(token: string): Uint8Array | undefined;
  /** A single character, or byte: no merge makes it. */
  isSingle(token: string): boolean;
  /** An added token that merges make, too, as text. */
  isSpaces(token: string): boolean;
  /** What the description has, where absent. */
  readonly preTokenizer?: object | null;
  readonly spaceMark?: readonly number[];
}

const BYTE_LEVEL: Alphabet = {
  bytesOf: tokenBytes,
  isSingle: (token) => token.length === 1,
  isSpaces: () => false,
};

function fallbackAlphabet({ model, normalizer, pre_tokenizer: preTokenizer }: Description): Alphabet {
  const spaceMark = byteIds(model.vocab, SPACE_MARK);
  if (!spaceMark) {
    throw new EngineError('model', 'tokenizer.json falls back on bytes and lacks some of them; import the model again');
  }
  const marksSpaces = JSON.stringify([normalizer, preTokenizer]).includes(SPACE_MARK);
  return {
    bytesOf: (token) => fallbackBytes(token, marksSpaces),
    isSingle: (token) => isByteToken(token) || [...token].length === 1,
    isSpaces: (token) => marksSpaces && token.replaceAll(SPACE_MARK, '') === '',
    preTokenizer: isMetaspace(preTokenizer) && preTokenizer.split !== false ? AT_SPACES : null,
    ...(marksSpaces && { spaceMark }),
  };
}

/** Before each mark: what Metaspace does where it splits. It never puts one before the text, which would change it. */
const AT_SPACES = {
  type: 'Split',
  pattern: { Regex: `${SPACE_MARK}[^${SPACE_MARK}]*|[^${SPACE_MARK}]+` },
  behavior: 'Isolated',
  invert: false,
};

function isMetaspace(preTokenizer: unknown): preTokenizer is { readonly split?: unknown } {
  return typeof preTokenizer === 'object' && preTokenizer !== null && 'type' in preTokenizer && preTokenizer.type === 'Metaspace'; // prettier-ignore
}

/** Tokens that some merge produces. Any other longer entry of the vocabulary is a control token. */
function productOf(merge: Merge): string {
  return typeof merge === 'string' ? merge.replace(' ', '') : merge.join('');
}

interface Kept {
  readonly kept: readonly object[];
  readonly controls: ReadonlySet<number>;
  readonly preTokenizer: object | null | undefined;
}

/**
 * Also drops normalizers: they would change the user's text (NFC in Qwen's), and either kind of BPE can spell any text as
 * it is. Merges that make a control token go, too.
 */
function withoutControls(description: Description, { kept, controls, preTokenizer }: Kept): object {
  const { model } = description;
  const isControl = (merge: Merge): boolean => controls.has(model.vocab[productOf(merge)] ?? -1);
  return {
    decoder: null,
    pre_tokenizer: null,
    ...description,
    ...(preTokenizer !== undefined && { pre_tokenizer: preTokenizer }),
    model: { type: 'BPE', ...model, merges: model.merges.filter((merge) => !isControl(merge)), ignore_merges: false },
    added_tokens: kept,
    normalizer: null,
    post_processor: null,
  };
}
