/**
 * Rotary phases (half-rotate layout): tables for the rows of a run, and the re-basing of keys that are already rotated.
 * Angles are computed in float64, so positions of any size and sign keep their precision.
 */

import type { KeyValues } from './keyValues';

/** The rotary embedding of a model: size of a head (even) and base of its frequencies. */
export interface Rotary {
  readonly headDim: number;
  readonly theta: number;
  /** How many of a head's numbers are rotated, from the first on; all when absent. */
  readonly rotaryDims?: number;
  /** How many of the rotated ones turn, the slower ones stand still; all when absent. */
  readonly turning?: number;
}

export interface Phases {
  /** Both [positions, rotated numbers / 2]. */
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

/** Cosines and sines for rows at these positions. */
export function phases(positions: readonly number[], rotary: Rotary): Phases {
  const { headDim, theta, rotaryDims = headDim, turning = rotaryDims } = rotary;
  const half = rotaryDims / 2;
  const frequencies = Array.from({ length: half }, (_, i) => (2 * i < turning ? theta ** (-i / half) : 0));
  const cos = new Float32Array(positions.length * half);
  const sin = new Float32Array(positions.length * half);
  for (const [row, position] of positions.entries()) {
    for (const [i, frequency] of frequencies.entries()) {
      cos[row * half + i] = Math.cos(position * frequency);
      sin[row * half + i] = Math.sin(position * frequency);
    }
  }
  return { cos, sin };
}

/**
 * Moves keys by `distance` positions, in place. `keys` holds whole rows of headDim numbers; phases add up, so a key
 * rotated for position p becomes the same key rotated for p + distance.
 */
export function rotateKeys(keys: Float32Array, distance: number, rotary: Rotary): void {
  if (distance === 0) return;
  const { cos, sin } = phases([distance], rotary);
  const half = (rotary.rotaryDims ?? rotary.headDim) / 2;
  for (let row = 0; row < keys.length; row += rotary.headDim) {
    for (let i = 0; i < half; i++) {
      const left = keys[row + i] ?? 0;
      const right = keys[row + half + i] ?? 0;
      const c = cos[i] ?? 0;
      const s = sin[i] ?? 0;
      keys[row + i] = left * c - right * s;
      keys[row + half + i] = right * c + left * s;
    }
  }
}

/** As `rotateKeys`, for some rows of a block. */
export function rotateRows(
  { keys, shape, capacity }: KeyValues,
  { row, count }: { readonly row: number; readonly count: number },
  distance: number,
  rotary: Rotary,
): void {
  for (const layer of keys) {
    for (let head = 0; head < shape.kvHeads; head++) {
      const begin = (head * capacity + row) * shape.headDim;
      rotateKeys(layer.subarray(begin, begin + count * shape.headDim), distance, rotary);
    }
  }
}
