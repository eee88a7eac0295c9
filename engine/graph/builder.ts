/**
 * Collects the nodes, weights, inputs and outputs of one ONNX graph and serializes it. Values are referred to by name;
 * the builder invents names for intermediate ones. Knows ONNX, and nothing of any model.
 */
import type { Tensor } from '../models/matrix';
import {
  AttributeType,
  ElementType,
  encodeModel,
  EXTERNAL,
  type AttributeMessage,
  type ElementTypeName,
  type NodeMessage,
  type TensorMessage,
  type ValueInfoMessage,
} from './onnxSchema';
import { bytesOf, gather, tensorData, type WeightData } from './weightData';

/** Name of a value in the graph. The empty name leaves an optional input out. */
export type Value = string;

/** A dimension: a fixed length, or a name for one that varies from run to run. */
export type Dimension = number | string;

export interface NodeOptions {
  /** `com.microsoft` for ONNX Runtime's own operators; the standard ones when absent. */
  readonly domain?: 'com.microsoft';
  readonly floats?: Readonly<Record<string, number>>;
  readonly ints?: Readonly<Record<string, number | readonly number[]>>;
  readonly strings?: Readonly<Record<string, string>>;
}

const IR_VERSION = 10;
const OPSETS = [
  { domain: '', version: 24 },
  { domain: 'com.microsoft', version: 1 },
] as const;

/** Weights of fewer bytes stay inside the model: ONNX Runtime wants to see shapes and axes at once. */
const SMALLEST_EXTERNAL = 1024;
/** What memory-mapping needs: pages are 4 KiB, allocation granules on Windows 64 KiB. */
const ALIGNMENT = 64 * 1024;

/** A weight and its place in the file beside the model. */
export interface PlacedWeight {
  readonly data: WeightData;
  readonly offset: number;
}

/** A model whose large weights lie in another file. */
export interface ExternalModel {
  readonly model: Uint8Array;
  /** In the order of their offsets. */
  readonly weights: readonly PlacedWeight[];
}

export class GraphBuilder {
  private readonly nodes: NodeMessage[] = [];
  private readonly initializers = new Map<string, WeightData>();
  private readonly inputs: ValueInfoMessage[] = [];
  private readonly outputs: ValueInfoMessage[] = [];
  /** What nodes give, and the names under which some of that leaves the graph. */
  private readonly computed = new Set<Value>();
  private readonly ports = new Map<Value, string>();

  constructor(private readonly name: string) {}

  input(name: string, type: ElementTypeName, shape: readonly Dimension[]): Value {
    this.inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** Declares `value` as an output called `name`. It takes that name when the graph is written: a node between copies it. */
  output(name: string, value: Value, type: ElementTypeName, shape: readonly Dimension[]): void {
    if (this.computed.has(value) && !this.ports.has(value)) this.ports.set(value, name);
    else this.nodes.push({ name, op_type: 'Identity', domain: '', input: [value], output: [name], attribute: [] });
    this.outputs.push(valueInfo(name, type, shape));
  }

  weight(name: string, tensor: Tensor): Value {
    return this.constant(name, tensorData(tensor));
  }

  /** A weight of any type. Equal names are the same weight. */
  constant(name: string, data: WeightData): Value {
    if (!this.initializers.has(name)) this.initializers.set(name, data);
    return name;
  }

  /** A small constant vector of int64, as shapes, axes and indices are given. Equal ones are stored once. */
  ints(...values: readonly number[]): Value {
    return this.integers(`ints_${values.join('_')}`, [values.length], values);
  }

  /** A constant int32 without dimensions. */
  int32(value: number): Value {
    const bytes = bytesOf(Int32Array.of(value));
    return this.constant(`int32_${value}`, { type: ElementType.int32, shape: [], bytes: 4, chunks: () => [bytes] });
  }

  /** A constant float32 without dimensions. */
  float(value: number): Value {
    return this.constant(`float_${value}`, tensorData({ shape: [], data: Float32Array.of(value) }));
  }

  /** Adds a node with one output and returns it. */
  node(op: string, inputs: readonly Value[], options: NodeOptions = {}): Value {
    return this.multi(op, inputs, ['value'], options).value;
  }

  /** Adds a node with several outputs, named here in the operator's order, and returns them by name. */
  multi<Name extends string>(
    op: string,
    inputs: readonly Value[],
    outputs: readonly Name[],
    options: NodeOptions = {},
  ): Readonly<Record<Name, Value>> {
    const name = `${op}_${this.nodes.length}`;
    const values = outputs.map((output) => [output, `${name}:${output}`] as const);
    this.nodes.push({
      name,
      op_type: op,
      domain: options.domain ?? '',
      input: inputs,
      output: values.map(([, value]) => value),
      attribute: attributes(options),
    });
    for (const [, value] of values) this.computed.add(value);
    return Object.fromEntries(values) as Record<Name, Value>;
  }

  /** The whole model, weights included. */
  encode(): Uint8Array {
    return this.encodeWith([...this.initializers].map(([name, data]) => inlineTensor(name, data)));
  }

  /** The model with its larger weights to be written into a file of this name beside it. */
  encodeExternal(location: string): ExternalModel {
    const weights: PlacedWeight[] = [];
    let offset = 0;
    const tensors = [...this.initializers].map(([name, data]) => {
      if (data.bytes < SMALLEST_EXTERNAL) return inlineTensor(name, data);
      const placed = { data, offset };
      weights.push(placed);
      offset = Math.ceil((offset + data.bytes) / ALIGNMENT) * ALIGNMENT;
      return externalTensor(name, placed, location);
    });
    return { model: this.encodeWith(tensors), weights };
  }

  private encodeWith(initializer: readonly TensorMessage[]): Uint8Array {
    const named = (values: readonly Value[]) => values.map((value) => this.ports.get(value) ?? value);
    const node = this.nodes.map((each) => ({ ...each, input: named(each.input), output: named(each.output) }));
    return encodeModel({
      ir_version: IR_VERSION,
      producer_name: 'remask',
      opset_import: OPSETS,
      graph: { name: this.name, node, initializer, input: this.inputs, output: this.outputs },
    });
  }

  private integers(name: string, shape: readonly number[], values: readonly number[]): Value {
    const bytes = bytesOf(BigInt64Array.from(values, (value) => BigInt(value)));
    return this.constant(name, { type: ElementType.int64, shape, bytes: bytes.length, chunks: () => [bytes] });
  }
}

function inlineTensor(name: string, data: WeightData): TensorMessage {
  return { name, data_type: data.type, dims: data.shape, raw_data: gather(data) };
}

function externalTensor(name: string, { data, offset }: PlacedWeight, location: string): TensorMessage {
  const entries = { location, offset: String(offset), length: String(data.bytes) };
  const external_data = Object.entries(entries).map(([key, value]) => ({ key, value }));
  return { name, data_type: data.type, dims: data.shape, external_data, data_location: EXTERNAL };
}

function attributes({ floats = {}, ints = {}, strings = {} }: NodeOptions): readonly AttributeMessage[] {
  return [
    ...Object.entries(floats).map(([name, f]) => ({ name, type: AttributeType.float, f })),
    ...Object.entries(strings).map(([name, s]) => ({ name, type: AttributeType.string, s: Buffer.from(s) })),
    ...Object.entries(ints).map(([name, value]) =>
      typeof value === 'number'
        ? { name, type: AttributeType.int, i: value }
        : { name, type: AttributeType.ints, ints: value },
    ),
  ];
}

function valueInfo(name: string, type: ElementTypeName, shape: readonly Dimension[]): ValueInfoMessage {
  const dim = shape.map((length) => (typeof length === 'number' ? { dim_value: length } : { dim_param: length }));
  return { name, type: { tensor_type: { elem_type: ElementType[type], shape: { dim } } } };
}
