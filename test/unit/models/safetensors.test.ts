import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { SafetensorsFile } from '../../../engine/models/safetensors';
import { EngineError } from '../../../engine/protocol/errors';
import { encodeRaw, encodeSafetensors } from '../../support/safetensorsWriter';
import { temporaryFolder } from '../../support/temporaryFolder';

const directory = temporaryFolder();
let files = 0;

function written(content: Uint8Array): string {
  const path = join(directory, `${files++}.safetensors`);
  writeFileSync(path, content);
  return path;
}

/** The EngineError that opening (or reading all of) this content raises. */
function failure(content: Uint8Array): EngineError {
  const path = written(content);
  try {
    SafetensorsFile.open(path).close();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(error.kind).toBe('model');
    expect(error.message).toContain(path);
    expect(error.message).not.toContain('\n');
    return error;
  }
  throw new Error('the file was accepted');
}

const entry = (dtype: string, shape: number[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});
const file = (header: object, bytes: number) => encodeRaw(JSON.stringify(header), Buffer.alloc(bytes));

describe('reading tensors', () => {
  it('gives back float32 as written, tensor by tensor', () => {
    const a = { shape: [2, 3], data: Float32Array.from([1, -2, 3.5, 0, 1e-8, 65504]) };
    const b = { shape: [1], data: Float32Array.from([0.1]) };
    const reader = SafetensorsFile.open(written(encodeSafetensors(new Map([['a', a], ['b', b]]))));
    expect(reader.read('b', [1]).data).toEqual(b.data);
    expect(reader.read('a', [2, 3]).data).toEqual(a.data);
    reader.close();
  });

  it.each([
    ['F16', [0x3c00, 0xc000, 0x3555, 0x0001, 0x8000, 0x7bff], [1, -2, 0.333251953125, 2 ** -24, -0, 65504]],
    ['BF16', [0x3f80, 0xc000, 0x3eab, 0x0080, 0x8000, 0x7f7f], [1, -2, 0.333984375, 2 ** -126, -0, 3.3895313892515355e38]],
  ])('widens %s exactly', (dtype, bits, values) => {
    const data = Buffer.from(Uint16Array.from(bits).buffer);
    const header = { x: entry(dtype, [6], 0, 12) };
    // A header of odd length: the data is not aligned in the file.
    const json = JSON.stringify(header);
    const reader = SafetensorsFile.open(written(encodeRaw(json.padEnd(json.length | 1), data)));
    expect([...reader.read('x', [6]).data]).toEqual(values);
    reader.close();
  });

  it('keeps infinities and NaN of F16', () => {
    const data = Buffer.from(Uint16Array.from([0x7c00, 0xfc00, 0x7e00]).buffer);
    const reader = SafetensorsFile.open(written(encodeRaw(JSON.stringify({ x: entry('F16', [3], 0, 6) }), data)));
    expect([...reader.read('x', [3]).data]).toEqual([Infinity, -Infinity, NaN]);
    reader.close();
  });

  it('ignores the metadata entry', () => {
    const header = { __metadata__: { format: 'pt' }, x: entry('F32', [1], 0, 4) };
    const reader = SafetensorsFile.open(written(file(header, 4)));
    expect([...reader.entries.keys()]).toEqual(['x']);
    reader.close();
  });

  it('names a missing tensor and a wrong shape', () => {
    const reader = SafetensorsFile.open(written(file({ x: entry('F32', [2, 2], 0, 16) }, 16)));
    expect(() => reader.read('y', [1])).toThrow(/tensor y is missing/);
    expect(() => reader.read('x', [4])).toThrow(/tensor x is \[2,2\], config.json asks for \[4\]/);
    reader.close();
  });
});

describe('refusing broken files', () => {
  const x = entry('F32', [2], 0, 8);

  it.each([
    ['empty', Buffer.alloc(0), /too short/],
    ['shorter than a length', Buffer.alloc(5), /too short/],
    ['a header longer than the file', encodeRaw('{}', Buffer.alloc(0)).fill(9, 0, 1), /cut short within its header/],
    ['a header of 2^63 bytes', Buffer.from('00000000000000800000', 'hex'), /not in the safetensors format/],
    ['a header that is not JSON', encodeRaw('{"x":', Buffer.alloc(0)), /not a JSON table/],
    ['a header that is a list', encodeRaw('[]', Buffer.alloc(0)), /not a JSON table/],
    ['a header that is not UTF-8', Buffer.concat([encodeRaw('', Buffer.alloc(0)).fill(1, 0, 1), Buffer.of(0xff)]), /./],
    ['data cut short', file({ x }, 7), /cut short: 8 bytes of tensors expected, 7 found/],
    ['data left over', file({ x }, 9), /1 bytes follow the last tensor/],
    ['overlapping tensors', file({ x, y: entry('F32', [2], 4, 12) }, 12), /tensor y overlaps/],
    ['two names for the same bytes', file({ x, y: x }, 8), /tensor y overlaps/],
    ['a gap', file({ x, y: entry('F32', [1], 12, 16) }, 16), /unused bytes before tensor y/],
    ['a type that is no float', file({ x: entry('I64', [1], 0, 8) }, 8), /tensor x has type I64/],
    ['a type named like a method', file({ x: entry('toString', [1], 0, 8) }, 8), /tensor x has type toString/],
    ['a size that contradicts the shape', file({ x: entry('F32', [3], 0, 8) }, 8), /takes 8 bytes, its shape needs 12/],
    ['an end before the begin', file({ x: entry('F32', [2], 8, 0) }, 8), /takes -8 bytes/],
    ['a negative offset', file({ x: entry('F32', [2], -8, 0) }, 8), /malformed/],
    ['a fractional length', file({ x: entry('F32', [0.5], 0, 2) }, 2), /malformed/],
    ['a shape that overflows', file({ x: entry('F32', [2 ** 52, 2 ** 52], 0, 8) }, 8), /takes 8 bytes/],
    ['an entry that is a number', file({ x: 1 }, 0), /malformed/],
  ])('%s', (_, content, message) => {
    expect(failure(content).message).toMatch(message);
  });

  it('says when there is no file', () => {
    const path = join(directory, 'nowhere.safetensors');
    expect(() => SafetensorsFile.open(path)).toThrow(/nowhere.safetensors.*does not exist/);
  });
});
