/**
 * Joins PNG pictures into one that moves (APNG: https://www.w3.org/TR/png-3/#apng-frame-based-animation). All must be of
 * the same colour type, as those of one browser are; each covers a part of the first.
 */
import { crc32 } from 'node:zlib';

export interface AnimationFrame {
  readonly png: Buffer;
  readonly x: number;
  readonly y: number;
  readonly ms: number;
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function joinPngs(frames: readonly AnimationFrame[]): Buffer {
  const [first] = frames;
  if (!first) throw new Error('an animation needs a picture');
  let sequence = 0;
  const chunks: Chunk[] = [{ type: 'IHDR', data: headerOf(first.png) }, animationControl(frames.length)];
  frames.forEach((frame, i) => {
    chunks.push(frameControl(frame, sequence++));
    for (const { data } of pixelsOf(frame.png)) {
      chunks.push(i === 0 ? { type: 'IDAT', data } : { type: 'fdAT', data: Buffer.concat([uint32(sequence++), data]) });
    }
  });
  chunks.push({ type: 'IEND', data: Buffer.alloc(0) });
  return Buffer.concat([SIGNATURE, ...chunks.map(written)]);
}

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const start = at + 8;
    chunks.push({ type: png.toString('latin1', at + 4, start), data: png.subarray(start, start + length) });
    at = start + length + 4;
  }
  return chunks;
}

function headerOf(png: Buffer): Buffer {
  const header = chunksOf(png).find(({ type }) => type === 'IHDR');
  if (!header) throw new Error('not a PNG');
  return header.data;
}

function pixelsOf(png: Buffer): readonly Chunk[] {
  return chunksOf(png).filter(({ type }) => type === 'IDAT');
}

/** Played without end. */
function animationControl(count: number): Chunk {
  return { type: 'acTL', data: Buffer.concat([uint32(count), uint32(0)]) };
}

/** Each frame stays, and the next is laid over it as it is. */
function frameControl({ png, x, y, ms }: AnimationFrame, sequence: number): Chunk {
  const size = headerOf(png).subarray(0, 8);
  const delay = Buffer.alloc(4);
  delay.writeUInt16BE(ms, 0);
  delay.writeUInt16BE(1000, 2);
  return {
    type: 'fcTL',
    data: Buffer.concat([uint32(sequence), size, uint32(x), uint32(y), delay, Buffer.from([0, 0])]),
  };
}

function written({ type, data }: Chunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
