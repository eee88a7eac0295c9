/**
 * Text to token ids with their places, and ids back to bytes. Wraps `@huggingface/tokenizers`, which reports no
 * offsets: they follow from the bytes of BPE tokens. Text never encodes to a control token. A CRLF is read as
 * one LF (models are trained on LF, and a hole's result gets its document's line break back); apart from that, encoding
 * then decoding gives back any well-formed text unchanged.
 */
import { Tokenizer as BpeTokenizer } from '@huggingface/tokenizers';
import { EngineError } from '../protocol/errors';
import { SPACE_MARK } from './byteFallback';
import { hasAt } from './byteLevel';
import { KeptLines } from './keptLines';
import { sourceOffsets, unixLineBreaks } from './lineBreaks';
import { utf16Offsets, utf8Bytes } from './utf8';
import { readVocabulary, type Vocabulary } from './vocabulary';

/**
 * A token of some text. `start` and `end` are UTF-16 offsets into it; tokens are contiguous and cover it. A token that
 * ends inside a character ends at that character's start; the token that completes the character covers it.
 */
export interface Token {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

export class Tokenizer {
  private readonly bpe: BpeTokenizer;
  private readonly vocabulary: Vocabulary;
  private readonly lines = new KeptLines();
  private readonly found = new Map<string, readonly number[]>();

  /** `json`: a parsed tokenizer.json. Throws a `model` error unless it is a BPE that can spell any byte. */
  constructor(json: unknown) {
    this.vocabulary = readVocabulary(json);
    this.bpe = new BpeTokenizer(this.vocabulary.description, {});
  }

  get size(): number {
    return this.vocabulary.size;
  }

  ids(text: string): number[] {
    return this.idsOfUnix(unixLineBreaks(text));
  }

  /**
   * The ids of a long text, line by line: lines seen before cost a look-up, so a document is cheap to read again after
   * an edit. Cuts before each line break, where the bundled tokenizer's pattern begins a new token anyway.
   */
  lineIds(text: string): number[] {
    const ids: number[] = [];
    for (const line of unixLineBreaks(text).split(/(?=\n)/)) {
      for (const id of this.lines.take(line, (unknown) => this.idsOfUnix(unknown))) ids.push(id);
    }
    return ids;
  }

  encode(text: string): Token[] {
    const unix = unixLineBreaks(text);
    const ids = this.idsOfUnix(unix);
    let byte = 0;
    const ends = ids.map((id) => (byte += this.bytes(id)?.length ?? 0));
    if (byte !== utf8Bytes(unix).length) {
      throw new EngineError('model', 'the tokenizer lost part of the text; import the model again');
    }
    const offsets = sourceOffsets(text, utf16Offsets(unix, ends));
    return ids.map((id, i) => ({ id, start: offsets[i - 1] ?? 0, end: offsets[i] ?? text.length }));
  }

  /** Ids of a text of a model's own, in which control tokens are meant; never of a user's text. */
  markedIds(text: string): number[] {
    const { controls } = this.vocabulary;
    if (controls.size === 0 || text === '') return this.ids(text);
    const names = [...controls.keys()].sort((a, b) => b.length - a.length);
    const pattern = new RegExp(`(${names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})`, 'u');
    return text.split(pattern).flatMap((part) => controls.get(part) ?? this.ids(part));
  }

  /** The text that ids spell; ids that spell none, and pieces of characters, are left out or shown as U+FFFD. */
  text(ids: readonly number[]): string {
    return lenient.decode(Buffer.concat(ids.flatMap((id) => this.bytes(id) ?? [])));
  }

  /** The UTF-8 bytes of a token, perhaps part of a character; `undefined` for ids that spell no text. */
  bytes(id: number): Uint8Array | undefined {
    return this.vocabulary.bytes[id];
  }

  /** Ids that spell no text. */
  get controls(): readonly number[] {
    return this.idsWhere('controls', (bytes) => bytes === undefined);
  }

  /** Ids that spell whole characters. */
  get spelled(): readonly number[] {
    return this.idsWhere('spelled', (bytes) => bytes !== undefined && bytes.length > 0 && isWellFormed(bytes));
  }

  /** Ids whose bytes are not whole characters. */
  get fragments(): readonly number[] {
    return this.idsWhere('fragments', (bytes) => bytes !== undefined && !isWellFormed(bytes));
  }

  idsThat(test: (id: number) => boolean): number[] {
    return this.vocabulary.bytes.flatMap((_, id) => (test(id) ? [id] : []));
  }

  private idsOfUnix(text: string): number[] {
    const { spaceMark } = this.vocabulary;
    if (!spaceMark) return this.idsOfPiece(text);
    const pieces = text.split(SPACE_MARK).map((piece) => this.idsOfPiece(piece.replaceAll(' ', SPACE_MARK)));
    return pieces.flatMap((ids, i) => (i === 0 ? ids : [...spaceMark, ...ids]));
  }

  private idsOfPiece(text: string): number[] {
    return text === '' ? [] : this.bpe.encode(text, { add_special_tokens: false }).ids;
  }

  /** Looked up once per name. */
  private idsWhere(name: string, test: (bytes: Uint8Array | undefined) => boolean): readonly number[] {
    const known = this.found.get(name);
    if (known) return known;
    const ids = this.vocabulary.bytes.flatMap((bytes, id) => (test(bytes) ? [id] : []));
    this.found.set(name, ids);
    return ids;
  }
}

/** Whether a token begins with `lead` and ends with `tail`, without the two sharing bytes. */
export function framed(lead: string, tail: string): (bytes: Uint8Array | undefined) => boolean {
  const [head, end] = [utf8Bytes(lead), utf8Bytes(tail)];
  return (bytes) =>
    bytes !== undefined &&
    bytes.length >= head.length + end.length &&
    hasAt(bytes, head, 0) &&
    hasAt(bytes, end, bytes.length - end.length);
}

const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { fatal: true });

function isWellFormed(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
