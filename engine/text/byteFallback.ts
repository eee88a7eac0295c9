/**
 * BPE of characters that falls back on bytes, as SentencePiece makes it (Gemma, Llama) and tokenizer.json tells it: U+2581
 * stands for a space, and what no token holds is spelled by tokens `<0x00>` to `<0xFF>`.
 */

/** Written for a space. */
export const SPACE_MARK = '\u2581';

const BYTE = /^<0x([0-9A-F]{2})>$/;

export function isByteToken(token: string): boolean {
  return BYTE.test(token);
}

/** The bytes that a vocabulary string stands for. */
export function fallbackBytes(token: string, marksSpaces: boolean): Uint8Array {
  const byte = BYTE.exec(token)?.[1];
  if (byte !== undefined) return Uint8Array.of(Number.parseInt(byte, 16));
  return new TextEncoder().encode(marksSpaces ? token.replaceAll(SPACE_MARK, ' ') : token);
}

/** The ids of the tokens that spell `text` byte by byte; `undefined` if the vocabulary lacks one of the 256. */
export function byteIds(vocab: Readonly<Record<string, number>>, text: string): readonly number[] | undefined {
  const ids = Array.from({ length: 256 }, (_, byte) => vocab[nameOf(byte)]);
  if (ids.includes(undefined)) return undefined;
  return [...new TextEncoder().encode(text)].flatMap((byte) => ids[byte] ?? []);
}

function nameOf(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}
