/**
 * UTF-8 across token borders: where a token's bytes fall in UTF-16 text, and which text a row of byte pieces spells.
 * A byte-level token may hold part of a character; nothing else in the engine has to know that.
 */

const encoder = new TextEncoder();

/** UTF-8 length of the code point at `offset`; a lone surrogate counts as U+FFFD does, three bytes. */
function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * Maps ascending byte offsets of `text` in UTF-8 to UTF-16 offsets. An offset inside a character maps to the
 * character's start, so consecutive pieces stay disjoint and together cover the text.
 */
export function utf16Offsets(text: string, byteOffsets: readonly number[]): number[] {
  const offsets: number[] = [];
  let unit = 0;
  let byte = 0;
  for (const target of byteOffsets) {
    while (unit < text.length) {
      const codePoint = text.codePointAt(unit) ?? 0;
      const next = byte + utf8Length(codePoint);
      if (next > target) break;
      byte = next;
      unit += codePoint > 0xffff ? 2 : 1;
    }
    offsets.push(unit);
  }
  return offsets;
}

/** One stretch of bytes, or `undefined` for a gap that no character may span. */
export type Piece = Uint8Array | undefined;

export interface Joined {
  /** Text per piece: each whole character belongs to the piece that completes it; stray bytes spell nothing. */
  readonly texts: readonly string[];
  /** Indices of pieces with bytes that belong to no valid character. */
  readonly broken: ReadonlySet<number>;
}

/** Decodes pieces as one byte sequence. Never yields U+FFFD unless the bytes themselves spell it. */
export function joinPieces(pieces: readonly Piece[]): Joined {
  const reader = new CharacterReader(pieces.length);
  pieces.forEach((piece, index) => {
    if (piece) for (const byte of piece) reader.push(byte, index);
    else reader.abandon();
  });
  reader.abandon();
  return reader;
}

/** Bytes needed after a lead byte; -1 for a byte that cannot lead. */
function continuations(lead: number): number {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  return lead >= 0xf0 && lead <= 0xf4 ? 3 : -1;
}

/** Whether `byte` may stand second after `lead` (RFC 3629, table of well-formed sequences). */
function maySecond(lead: number, byte: number): boolean {
  if (lead === 0xe0) return byte >= 0xa0;
  if (lead === 0xed) return byte <= 0x9f;
  if (lead === 0xf0) return byte >= 0x90;
  return lead === 0xf4 ? byte <= 0x8f : true;
}

class CharacterReader implements Joined {
  readonly texts: string[];
  readonly broken = new Set<number>();
  private readonly bytes: number[] = [];
  private readonly owners: number[] = [];
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(pieces: number) {
    this.texts = new Array<string>(pieces).fill('');
  }

  push(byte: number, owner: number): void {
    if (!this.fits(byte)) this.abandon();
    this.bytes.push(byte);
    this.owners.push(owner);
    const needed = continuations(this.bytes[0] ?? 0);
    if (needed < 0) this.abandon();
    else if (this.bytes.length === needed + 1) this.complete(owner);
  }

  /** Gives up on an unfinished character: its bytes spell nothing. */
  abandon(): void {
    for (const owner of this.owners) this.broken.add(owner);
    this.reset();
  }

  private fits(byte: number): boolean {
    const [lead] = this.bytes;
    if (lead === undefined) return true;
    return byte >= 0x80 && byte <= 0xbf && (this.bytes.length > 1 || maySecond(lead, byte));
  }

  private complete(owner: number): void {
    this.texts[owner] = (this.texts[owner] ?? '') + this.decoder.decode(Uint8Array.from(this.bytes));
    this.reset();
  }

  private reset(): void {
    this.bytes.length = 0;
    this.owners.length = 0;
  }
}
