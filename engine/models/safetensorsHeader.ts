/**
 * Decodes and checks the header of a `.safetensors` file: a JSON table of tensors, each with its place in the data.
 *
 * Nothing in a header is trusted: sizes must follow from shapes, and the tensors must cover the data exactly, without
 * overlap or gap (format: https://github.com/huggingface/safetensors).
 */
import { z } from 'zod';

/** Bytes per element of the types that weights come in. */
export const ELEMENT_BYTES = { F16: 2, BF16: 2, F32: 4 } as const;

export type TensorType = keyof typeof ELEMENT_BYTES;

export interface TensorEntry {
  readonly type: TensorType;
  readonly shape: readonly number[];
  /** Bytes from the start of the data section, end exclusive. */
  readonly begin: number;
  readonly end: number;
}

const size = z.number().int().nonnegative();
const entrySchema = z.object({ dtype: z.string(), shape: z.array(size).max(8), data_offsets: z.tuple([size, size]) });

/** Returns the tensors by name. `dataBytes` is the length of the data section. Throws an Error that names the defect. */
export function parseHeader(json: string, dataBytes: number): ReadonlyMap<string, TensorEntry> {
  const tensors = new Map<string, TensorEntry>();
  for (const [name, value] of Object.entries(parseTable(json))) {
    if (name !== '__metadata__') tensors.set(name, parseEntry(name, value));
  }
  checkCoverage(tensors, dataBytes);
  return tensors;
}

function parseTable(json: string): Readonly<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  } catch {
    throw new Error('its header is not a JSON table of tensors');
  }
}

function parseEntry(name: string, value: unknown): TensorEntry {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) throw new Error(`tensor ${name} has a malformed entry`);
  const { dtype, shape, data_offsets } = parsed.data;
  if (!isTensorType(dtype)) throw new Error(`tensor ${name} has type ${dtype}, not one of F16, BF16, F32`);
  const [begin, end] = data_offsets;
  const bytes = shape.reduce((product, length) => product * length, ELEMENT_BYTES[dtype]);
  if (end - begin !== bytes) throw new Error(`tensor ${name} takes ${end - begin} bytes, its shape needs ${bytes}`);
  return { type: dtype, shape, begin, end };
}

function isTensorType(name: string): name is TensorType {
  return Object.hasOwn(ELEMENT_BYTES, name);
}

function checkCoverage(tensors: ReadonlyMap<string, TensorEntry>, dataBytes: number): void {
  const inOrder = [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const [name, { begin, end }] of inOrder) {
    if (begin < covered) throw new Error(`tensor ${name} overlaps another`);
    if (begin > covered) throw new Error(`there are unused bytes before tensor ${name}`);
    covered = end;
  }
  if (covered > dataBytes) throw new Error(`it is cut short: ${covered} bytes of tensors expected, ${dataBytes} found`);
  if (covered < dataBytes) throw new Error(`${dataBytes - covered} bytes follow the last tensor`);
}
