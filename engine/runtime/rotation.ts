/**
 * Rotary phases (half-rotate layout): tables for the rows of a run, and the re-basing of keys that are already rotated.
 * Angles are computed in float64, so positions of any size and sign keep their precision.
 */

/** The rotary embedding of a model: size of a head (even) and base of its frequencies. */
export interface Rotary {
  readonly headDim: number;
  readonly theta: number;
}

export interface Phases {
  /** Both [positions, headDim / 2]. */
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

/** Cosines and sines for rows at these positions. */
export function phases(positions: readonly number[], { headDim, theta }: Rotary): Phases {
  const half = headDim / 2;
  const frequencies = Array.from({ length: half }, (_, i) => theta ** (-i / half));
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
  const half = rotary.headDim / 2;
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
