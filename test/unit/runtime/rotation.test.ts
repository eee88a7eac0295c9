import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { phases, rotateKeys } from '../../../engine/runtime/rotation';
import { largestDifference } from '../../support/numbers';

const rotary = { headDim: 8, theta: 10000 };
const position = fc.integer({ min: -100_000, max: 100_000 });
const vector = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 16, maxLength: 16 });

function rotated(values: readonly number[], distance: number): Float32Array {
  const keys = Float32Array.from(values);
  rotateKeys(keys, distance, rotary);
  return keys;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
}

describe('phases', () => {
  it('turn the first pair by one radian per position, the others slower by powers of theta', () => {
    const { cos, sin } = phases([0, 1, -3], rotary);
    const angles = [0, 1, -3].flatMap((p) => [0, 1, 2, 3].map((i) => p / 10 ** i));
    expect(largestDifference(cos, angles.map(Math.cos))).toBeLessThan(1e-7);
    expect(largestDifference(sin, angles.map(Math.sin))).toBeLessThan(1e-7);
  });
});

describe('rotating keys', () => {
  it('is what the phases say, in the half-rotate layout', () => {
    const { cos, sin } = phases([5], rotary);
    const keys = Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
    const wanted = [0, 1, 2, 3].map((i) => (keys[i] ?? 0) * (cos[i] ?? 0) - (keys[i + 4] ?? 0) * (sin[i] ?? 0));
    expect(largestDifference(rotated([...keys], 5).subarray(0, 4), wanted)).toBeLessThan(1e-6);
  });

  it('adds up, and back again', () => {
    fc.assert(
      fc.property(vector, position, position, (values, p, q) => {
        const once = rotated(values, p + q);
        const twice = rotated([...rotated(values, p)], q);
        expect(largestDifference(once, twice)).toBeLessThan(2e-6);
      }),
    );
  });

  it('leaves scores as they are when queries and keys move together', () => {
    fc.assert(
      fc.property(vector, vector, position, position, (query, key, p, shift) => {
        const here = dot(rotated(query, p), rotated(key, 3));
        const there = dot(rotated(query, p + shift), rotated(key, 3 + shift));
        expect(Math.abs(here - there)).toBeLessThan(5e-5);
      }),
    );
  });

  it('does nothing over no distance', () => {
    expect(rotated([1, 2, 3, 4, 5, 6, 7, 8], 0)).toEqual(Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]));
  });
});
