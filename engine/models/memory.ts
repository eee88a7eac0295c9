/**
 * How much memory a model takes, and whether this machine has it. Estimates: good enough to refuse a model that would
 * only swap, and to name one that would not.
 */
import { totalmem } from 'node:os';
import type { Quantization } from '../protocol/messages';

/** Bytes that a weight takes in memory; the scales of quantized ones included, and the 16-bit embedding averaged in. */
const BYTES_PER_WEIGHT: Readonly<Record<Quantization, number>> = { none: 4, int8: 1.15, int4: 0.75 };

/** The runtime, the tokenizer, the context's keys and values, and one pass in flight. */
const WORKING_BYTES = 250e6;

export function memoryNeed(parameters: number, quantization: Quantization): number {
  return Math.round(parameters * BYTES_PER_WEIGHT[quantization] + WORKING_BYTES);
}

/** Memory of this machine, or of the container that the process is confined to. */
export function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Free memory comes and goes; a model fits if the machine could hold it. */
export function fitsInMemory(bytes: number, machine = machineMemory()): boolean {
  return bytes <= machine;
}

export function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
