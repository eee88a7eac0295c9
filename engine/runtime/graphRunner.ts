/**
 * Runs a graph of `engine/graph` on rows given as plain numbers: turns them into tensors, and fresh keys and values back
 * into blocks. Knows the graph's signature, and nothing of documents or holes.
 */
import {
  freshKey,
  freshValue,
  Input,
  MASKED,
  type Output,
  pastKey,
  pastValue,
  type StreamId,
} from '../graph/signature';
import { EngineError } from '../protocol/errors';
import { headsOf, type KeyValues, type KeyValueShape, type WideHeads } from './keyValues';
import type { HostTensor, OrtSession } from './ortSession';
import { phases, type Rotary } from './rotation';

/** The rows of one run. */
export interface GraphRows {
  readonly ids: readonly number[];
  /** One stream for all rows, or one each; absent for bodies without streams. */
  readonly streams?: StreamId | readonly StreamId[];
  readonly positions: readonly number[];
  /** Keys and values of the context; all `capacity` rows count. */
  readonly past: KeyValues;
  /** [rows, past + rows]: 0 where a row may attend, `MASKED` where not. Every row attends everything when absent. */
  readonly mask?: Float32Array;
  /** The same for layers without a window, of bodies that have both kinds. */
  readonly wideMask?: Float32Array;
  /** [rows, hidden]: what the pass before predicted, of canvases of noise; nothing when absent. */
  readonly conditioning?: Float32Array;
}

/** What is asked about some of the rows. */
export interface GraphQuestion {
  /** Indices into the run's rows, at least one. */
  readonly rows: readonly number[];
  /** Ids that must not be predicted, as a bias over the vocabulary. */
  readonly bias?: Float32Array;
  /** One id per row in `rows`. */
  readonly targets?: readonly number[];
  /** Of the predictions that `Output.means` is taken of. */
  readonly temperature?: number;
}

export interface GraphSizes extends KeyValueShape, Rotary {
  readonly vocabulary: number;
  readonly wide?: WideHeads & Rotary;
  /** Numbers of a row's state, of canvases of noise. */
  readonly conditioned?: number;
}

type OutputName = (typeof Output)[keyof typeof Output];

export class GraphRunner {
  private zeros = new Float32Array(0);
  private readonly noBias: Float32Array;

  constructor(
    private readonly session: OrtSession,
    readonly sizes: GraphSizes,
  ) {
    this.noBias = new Float32Array(sizes.vocabulary);
  }

  /** Computes the rows' keys and values. The block's capacity is the number of rows. */
  async extend(rows: GraphRows): Promise<KeyValues> {
    // Something must be asked: one row costs next to nothing, none is not allowed.
    const outputs = await this.session.run(this.feeds(rows, { rows: [0] }), this.freshNames());
    return this.freshBlock(outputs, rows.ids.length);
  }

  /** Asks for some of the rows. Returns the outputs named in `fetch`, see `Output`. */
  async ask<Name extends OutputName>(
    rows: GraphRows,
    question: GraphQuestion,
    fetch: readonly Name[],
  ): Promise<Readonly<Record<Name, HostTensor>>> {
    return this.session.run(this.feeds(rows, question), fetch);
  }

  /** As `ask`, and keeps the rows' keys and values too. */
  async askAndKeep<Name extends OutputName>(
    rows: GraphRows,
    question: GraphQuestion,
    fetch: readonly Name[],
  ): Promise<{ readonly outputs: Readonly<Record<Name, HostTensor>>; readonly fresh: KeyValues }> {
    const outputs = await this.session.run(this.feeds(rows, question), [...fetch, ...this.freshNames()]);
    return { outputs, fresh: this.freshBlock(outputs, rows.ids.length) };
  }

  private freshNames(): readonly string[] {
    return Array.from({ length: this.sizes.layers }, (_, layer) => [freshKey(layer), freshValue(layer)]).flat();
  }

  private freshBlock(outputs: Readonly<Record<string, HostTensor>>, capacity: number): KeyValues {
    const { layers, kvHeads, headDim, wide } = this.sizes;
    const arrays = (name: (layer: number) => string) =>
      Array.from({ length: layers }, (_, layer) => floats(outputs[name(layer)]));
    const shape = { layers, kvHeads, headDim, ...(wide && { wide }) };
    return { shape, capacity, keys: arrays(freshKey), values: arrays(freshValue) };
  }

  private feeds(rows: GraphRows, question: GraphQuestion): Record<string, HostTensor> {
    if (question.rows.length === 0) throw new EngineError('internal', 'A pass must ask for at least one row.');
    const count = rows.ids.length;
    const [cos, sin] = phaseTables(rows, this.sizes);
    const targets = question.targets ?? question.rows.map(() => 0);
    return {
      [Input.ids]: int32(rows.ids, [1, count]),
      ...streamsOf(rows),
      [Input.cos]: cos,
      [Input.sin]: sin,
      [Input.mask]: this.mask(rows, rows.mask),
      ...this.wide(rows),
      ...this.conditioning(rows, question),
      [Input.rows]: int32(question.rows, [question.rows.length]),
      [Input.vocabularyBias]: { data: question.bias ?? this.noBias, shape: [this.sizes.vocabulary] },
      [Input.targets]: int32(targets, [targets.length, 1]),
      ...this.past(rows.past),
    };
  }

  private past(past: KeyValues): Record<string, HostTensor> {
    const tensors = past.keys.flatMap((data, layer) => {
      const { kvHeads, headDim } = headsOf(this.sizes, layer);
      const shape = [1, kvHeads, past.capacity, headDim];
      return [
        [pastKey(layer), { data, shape }] as const,
        [pastValue(layer), { data: past.values[layer] ?? data, shape }] as const,
      ];
    });
    return Object.fromEntries(tensors);
  }

  private wide(rows: GraphRows): Record<string, HostTensor> {
    if (!this.sizes.wide) return {};
    const [cos, sin] = phaseTables(rows, this.sizes.wide);
    return { [Input.wideCos]: cos, [Input.wideSin]: sin, [Input.wideMask]: this.mask(rows, rows.wideMask) };
  }

  private conditioning(
    { ids, conditioning }: GraphRows,
    { temperature = 1 }: GraphQuestion,
  ): Record<string, HostTensor> {
    const { conditioned: hidden } = this.sizes;
    if (hidden === undefined) return {};
    const data = conditioning ?? new Float32Array(ids.length * hidden);
    return {
      [Input.conditioning]: { data, shape: [1, ids.length, hidden] },
      [Input.temperature]: { data: Float32Array.of(temperature), shape: [] },
    };
  }

  /** Attention takes no broadcast mask, so "everything" is a matrix of zeros, shared by all runs. */
  private mask({ ids, past }: GraphRows, mask: Float32Array | undefined): HostTensor {
    const shape = [ids.length, past.capacity + ids.length];
    const length = ids.length * (past.capacity + ids.length);
    if (mask) return { data: mask, shape };
    if (this.zeros.length < length) this.zeros = new Float32Array(length);
    return { data: this.zeros.subarray(0, length), shape };
  }
}

/** A bias that forbids these ids, on top of another. */
export function forbid(bias: Float32Array, ids: readonly number[]): Float32Array {
  if (ids.length === 0) return bias;
  const copy = bias.slice();
  for (const id of ids) copy[id] = MASKED;
  return copy;
}

/** The numbers of a float output. */
export function floats(tensor: HostTensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new EngineError('internal', 'The graph gave an output of another type than declared. Please report this.');
}

function phaseTables({ positions }: GraphRows, rotary: Rotary): readonly [HostTensor, HostTensor] {
  const { cos, sin } = phases(positions, rotary);
  const shape = [positions.length, (rotary.rotaryDims ?? rotary.headDim) / 2];
  return [
    { data: cos, shape },
    { data: sin, shape },
  ];
}

function streamsOf({ ids, streams }: GraphRows): Record<string, HostTensor> {
  if (streams === undefined) return {};
  const values = typeof streams === 'number' ? new Int32Array(ids.length).fill(streams) : streams;
  return { [Input.streams]: int32(values, [1, ids.length]) };
}

function int32(values: readonly number[] | Int32Array, shape: readonly number[]): HostTensor {
  return { data: Int32Array.from(values), shape };
}
