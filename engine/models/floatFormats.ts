/**
 * Widens the 16-bit float formats that weights are stored in to float32. Pure functions over typed arrays.
 */

/** Widens bfloat16 (the upper half of a float32) bit patterns. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  const wide = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) wide[i] = (bits[i] ?? 0) << 16;
  return new Float32Array(wide.buffer);
}

/** Widens IEEE 754 binary16 bit patterns, subnormals, infinities and NaN included. */
export function float16ToFloat32(bits: Uint16Array): Float32Array {
  const table = (halfTable ??= buildHalfTable());
  const out = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) out[i] = table[bits[i] ?? 0] ?? 0;
  return out;
}

/** All 65,536 values: a look-up per weight is several times faster than the arithmetic. Built on first use. */
let halfTable: Float32Array | undefined;

function buildHalfTable(): Float32Array {
  return Float32Array.from({ length: 0x10000 }, (_, bits) => halfValue(bits));
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Rounds to binary16, to nearest and ties to even; too large numbers become the largest finite ones. */
export function float32ToFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const half = new Uint16Array(values.length);
  for (let i = 0; i < half.length; i++) half[i] = halfBits(bits[i] ?? 0);
  return half;
}

const LARGEST_HALF = 0x7bff;

function halfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const fraction = bits & 0x7fffff;
  if (exponent >= 31) return sign | LARGEST_HALF;
  if (exponent <= -11) return sign;
  // A subnormal half writes the leading one out and shifts it to its place.
  const [kept, drop] = exponent > 0 ? [(exponent << 23) | fraction, 13] : [fraction | 0x800000, 14 - exponent];
  const tie = 1 << (drop - 1);
  const rounded = (kept + tie - 1 + ((kept >>> drop) & 1)) >>> drop;
  return sign | Math.min(rounded, LARGEST_HALF);
}
