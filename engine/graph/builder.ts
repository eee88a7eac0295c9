/**
 * Collects the nodes, weights, inputs and outputs of one ONNX graph and serializes it. Values are referred to by name;
 * the builder invents names for intermediate ones. Knows ONNX, and nothing of any model.
 */
import {
  AttributeType,
  ElementType,
  encodeModel,
  type AttributeMessage,
  type ElementTypeName,
  type NodeMessage,
  type TensorMessage,
  type ValueInfoMessage,
} from './onnxSchema';

/** Name of a value in the graph. The empty name leaves an optional input out. */
export type Value = string;

/** A dimension: a fixed length, or a name for one that varies from run to run. */
export type Dimension = number | string;

export interface Float32Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface NodeOptions {
  /** `com.microsoft` for ONNX Runtime's own operators; the standard ones when absent. */
  readonly domain?: 'com.microsoft';
  readonly floats?: Readonly<Record<string, number>>;
  readonly ints?: Readonly<Record<string, number | readonly number[]>>;
}

const IR_VERSION = 10;
const OPSETS = [
  { domain: '', version: 24 },
  { domain: 'com.microsoft', version: 1 },
] as const;

export class GraphBuilder {
  private readonly nodes: NodeMessage[] = [];
  private readonly initializers = new Map<string, TensorMessage>();
  private readonly inputs: ValueInfoMessage[] = [];
  private readonly outputs: ValueInfoMessage[] = [];

  constructor(private readonly name: string) {}

  input(name: string, type: ElementTypeName, shape: readonly Dimension[]): Value {
    this.inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** Declares `value` as an output called `name`. */
  output(name: string, value: Value, type: ElementTypeName, shape: readonly Dimension[]): void {
    this.nodes.push({ name, op_type: 'Identity', domain: '', input: [value], output: [name], attribute: [] });
    this.outputs.push(valueInfo(name, type, shape));
  }

  weight(name: string, { shape, data }: Float32Tensor): Value {
    return this.initializer(name, ElementType.float, shape, data);
  }

  /** A small constant vector of int64, as shapes, axes and indices are given. Equal ones are stored once. */
  ints(...values: readonly number[]): Value {
    const data = BigInt64Array.from(values, (value) => BigInt(value));
    return this.initializer(`ints_${values.join('_')}`, ElementType.int64, [values.length], data);
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
    return Object.fromEntries(values) as Record<Name, Value>;
  }

  /** The whole model, weights included. */
  encode(): Uint8Array {
    return encodeModel({
      ir_version: IR_VERSION,
      producer_name: 'remask',
      opset_import: OPSETS,
      graph: {
        name: this.name,
        node: this.nodes,
        initializer: [...this.initializers.values()],
        input: this.inputs,
        output: this.outputs,
      },
    });
  }

  private initializer(
    name: string,
    type: number,
    dims: readonly number[],
    { buffer, byteOffset, byteLength }: Float32Array | BigInt64Array,
  ): Value {
    const raw_data = new Uint8Array(buffer, byteOffset, byteLength);
    if (!this.initializers.has(name)) this.initializers.set(name, { name, data_type: type, dims, raw_data });
    return name;
  }
}

function attributes({ floats = {}, ints = {} }: NodeOptions): readonly AttributeMessage[] {
  return [
    ...Object.entries(floats).map(([name, f]) => ({ name, type: AttributeType.float, f })),
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
