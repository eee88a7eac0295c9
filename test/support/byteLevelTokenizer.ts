/** A tokenizer.json like the bundled one, with the specials, the 256 bytes, and a few merges for indented code. */
import { byteCharacters } from '../../engine/text/byteLevel';

const NAMED = ['pad', 'bos', 'eos', 'mask', 'delete', 'expand'];
const RESERVED = Array.from({ length: 10 }, (_, i) => `reserved${i + 6}`);
const SPACE = byteCharacters[0x20] ?? '';

const MERGES: readonly (readonly [string, string])[] = [
  [SPACE, SPACE],
  [SPACE + SPACE, SPACE + SPACE],
  ['i', 'n'],
  ['e', 'r'],
  ['r', 'e'],
  ['re', 't'],
];

const PATTERN =
  '\\r?\\n[ \\t]*| ?[\\p{L}_$][\\p{L}\\p{M}_$]*| ?\\p{N}| ?[^ \\t\\r\\n\\p{L}\\p{N}_$]+|[ \\t]+(?![^ \\t\\r\\n])|[ \\t]+|\\r';

export function byteLevelTokenizer(): object {
  const specials = [...NAMED, ...RESERVED].map((name) => `<|remask:${name}|>`);
  const tokens = [...specials, ...byteCharacters, ...MERGES.map((merge) => merge.join(''))];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: PATTERN }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: MERGES,
    },
  };
}
