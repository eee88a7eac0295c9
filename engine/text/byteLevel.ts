/**
 * The byte alphabet of byte-level BPE: each of the 256 bytes is written as one printable character in vocabulary
 * strings. Source: `bytes_to_unicode` of GPT-2 (openai/gpt-2, encoder.py).
 */

/** Whether `bytes` have `part` at this place. */
export function hasAt(bytes: Uint8Array, part: Uint8Array, at: number): boolean {
  return at >= 0 && at + part.length <= bytes.length && part.every((byte, i) => bytes[at + i] === byte);
}

function printableBytes(): number[] {
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return [...range(0x21, 0x7e), ...range(0xa1, 0xac), ...range(0xae, 0xff)];
}

function alphabet(): ReadonlyMap<string, number> {
  const printable = printableBytes();
  const byCharacter = new Map(printable.map((byte) => [String.fromCharCode(byte), byte]));
  let next = 256;
  for (let byte = 0; byte < 256; byte++) {
    if (!printable.includes(byte)) byCharacter.set(String.fromCharCode(next++), byte);
  }
  return byCharacter;
}

const byteOf = alphabet();

/** The bytes that a vocabulary string stands for; `undefined` if it is not written in the byte alphabet. */
export function tokenBytes(token: string): Uint8Array | undefined {
  const bytes = new Uint8Array(token.length);
  for (let i = 0; i < token.length; i++) {
    const byte = byteOf.get(token.charAt(i));
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}

/** The vocabulary string of one byte. */
export const byteCharacters: readonly string[] = [...byteOf]
  .sort((a, b) => a[1] - b[1])
  .map(([character]) => character);
