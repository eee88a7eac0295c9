/**
 * Reads tensors out of a `.safetensors` file, one at a time, as float32. The file is never held in memory whole.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';

import { EngineError } from '../protocol/errors';
import { bfloat16ToFloat32, float16ToFloat32 } from './floatFormats';
import type { Tensor } from './matrix';
import { ELEMENT_BYTES, parseHeader, type TensorEntry } from './safetensorsHeader';

/** The format's own limit. A longer header is an attack or not a safetensors file. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;

export class SafetensorsFile {
  private constructor(
    private readonly path: string,
    private readonly descriptor: number,
    private readonly dataStart: number,
    readonly entries: ReadonlyMap<string, TensorEntry>,
  ) {}

  /** Opens the file and checks its header. Throws EngineError `model` if it is missing or malformed. */
  static open(path: string): SafetensorsFile {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(path, 'r');
      const bytes = fstatSync(descriptor).size;
      const headerBytes = readHeaderLength(descriptor, bytes);
      const json = new TextDecoder('utf-8', { fatal: true }).decode(readAt(descriptor, LENGTH_BYTES, headerBytes));
      const dataStart = LENGTH_BYTES + headerBytes;
      return new SafetensorsFile(path, descriptor, dataStart, parseHeader(json, bytes - dataStart));
    } catch (error) {
      if (descriptor !== undefined) closeSync(descriptor);
      throw broken(path, error);
    }
  }

  /** Reads one tensor and widens it to float32. Throws EngineError `model` if the file lacks it or its shape differs. */
  read(name: string, shape: readonly number[]): Tensor {
    const entry = this.expect(name, shape);
    return { shape, data: widen(entry, this.bytes(entry.begin, entry.end)) };
  }

  /** Reads rows [begin, end) of a tensor that `expect` has found, as float32. A row is the last dimension. */
  readRows(name: string, begin: number, end: number): Float32Array {
    const entry = this.entry(name);
    const rowBytes = (entry.shape.at(-1) ?? 1) * ELEMENT_BYTES[entry.type];
    return widen(entry, this.bytes(entry.begin + begin * rowBytes, entry.begin + end * rowBytes));
  }

  /** Throws EngineError `model` unless the file has this tensor in this shape. */
  expect(name: string, shape: readonly number[]): TensorEntry {
    const entry = this.entry(name);
    if (entry.shape.join() === shape.join()) return entry;
    throw broken(this.path, new Error(`tensor ${name} is [${entry.shape}], config.json asks for [${shape}]`));
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private entry(name: string): TensorEntry {
    const entry = this.entries.get(name);
    if (entry) return entry;
    throw broken(this.path, new Error(`tensor ${name} is missing`));
  }

  private bytes(begin: number, end: number): ArrayBuffer {
    try {
      return readAt(this.descriptor, this.dataStart + begin, end - begin);
    } catch (error) {
      throw broken(this.path, error);
    }
  }
}

function readHeaderLength(descriptor: number, fileBytes: number): number {
  if (fileBytes < LENGTH_BYTES) throw new Error('it is too short for a header');
  const length = Buffer.from(readAt(descriptor, 0, LENGTH_BYTES)).readBigUInt64LE();
  if (length > MAX_HEADER_BYTES) throw new Error('it is not in the safetensors format');
  if (Number(length) > fileBytes - LENGTH_BYTES) throw new Error('it is cut short within its header');
  return Number(length);
}

/** Always a fresh buffer, so that typed arrays over it are aligned. */
function readAt(descriptor: number, position: number, length: number): ArrayBuffer {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = readSync(descriptor, bytes, done, length - done, position + done);
    if (count === 0) throw new Error('it ended while it was being read');
    done += count;
  }
  return bytes.buffer;
}

function widen({ type }: TensorEntry, bytes: ArrayBuffer): Float32Array {
  if (type === 'F32') return new Float32Array(bytes);
  const bits = new Uint16Array(bytes);
  return type === 'F16' ? float16ToFloat32(bits) : bfloat16ToFloat32(bits);
}

function broken(path: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const cause = reason.startsWith('ENOENT') ? 'the file does not exist' : reason;
  return new EngineError('model', `${basename(path)} (${path}): ${cause}. Copy the model folder again.`);
}
