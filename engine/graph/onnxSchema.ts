/**
 * The part of onnx.proto (https://github.com/onnx/onnx, IR version 10) that our graphs use, as protobufjs reflection:
 * enough to write models, not to read any model of the world. Field numbers are the format's.
 */
import protobuf from 'protobufjs/light';

/** TensorProto.DataType. */
export const ElementType = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
export type ElementTypeName = keyof typeof ElementType;

/** AttributeProto.AttributeType. */
export const AttributeType = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** TensorProto.DataLocation. */
export const EXTERNAL = 1;

/** Field as `[number, type]`, or `[number, type, 'repeated']`. */
type Field = readonly [id: number, type: string, rule?: 'repeated'];

const MESSAGES: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  ModelProto: {
    ir_version: [1, 'int64'],
    producer_name: [2, 'string'],
    graph: [7, 'GraphProto'],
    opset_import: [8, 'OperatorSetIdProto', 'repeated'],
  },
  OperatorSetIdProto: { domain: [1, 'string'], version: [2, 'int64'] },
  GraphProto: {
    node: [1, 'NodeProto', 'repeated'],
    name: [2, 'string'],
    initializer: [5, 'TensorProto', 'repeated'],
    input: [11, 'ValueInfoProto', 'repeated'],
    output: [12, 'ValueInfoProto', 'repeated'],
  },
  NodeProto: {
    input: [1, 'string', 'repeated'],
    output: [2, 'string', 'repeated'],
    name: [3, 'string'],
    op_type: [4, 'string'],
    attribute: [5, 'AttributeProto', 'repeated'],
    domain: [7, 'string'],
  },
  AttributeProto: {
    name: [1, 'string'],
    f: [2, 'float'],
    i: [3, 'int64'],
    s: [4, 'bytes'],
    ints: [8, 'int64', 'repeated'],
    type: [20, 'int32'],
  },
  TensorProto: {
    dims: [1, 'int64', 'repeated'],
    data_type: [2, 'int32'],
    name: [8, 'string'],
    raw_data: [9, 'bytes'],
    external_data: [13, 'StringStringEntryProto', 'repeated'],
    data_location: [14, 'int32'],
  },
  StringStringEntryProto: { key: [1, 'string'], value: [2, 'string'] },
  ValueInfoProto: { name: [1, 'string'], type: [2, 'TypeProto'] },
  TypeProto: { tensor_type: [1, 'TensorTypeProto'] },
  TensorTypeProto: { elem_type: [1, 'int32'], shape: [2, 'TensorShapeProto'] },
  TensorShapeProto: { dim: [1, 'DimensionProto', 'repeated'] },
  DimensionProto: { dim_value: [1, 'int64'], dim_param: [2, 'string'] },
};

/** Values of the messages above, as the encoder takes them. */
export interface AttributeMessage {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly ints?: readonly number[];
}

export interface NodeMessage {
  readonly name: string;
  readonly op_type: string;
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeMessage[];
}

export interface TensorMessage {
  readonly name: string;
  readonly data_type: number;
  readonly dims: readonly number[];
  readonly raw_data?: Uint8Array;
  /** With `data_location` 1: the file, offset and length of the data, as strings. */
  readonly external_data?: readonly { readonly key: string; readonly value: string }[];
  readonly data_location?: typeof EXTERNAL;
}

export interface ValueInfoMessage {
  readonly name: string;
  readonly type: {
    readonly tensor_type: {
      readonly elem_type: number;
      readonly shape: { readonly dim: readonly ({ readonly dim_value: number } | { readonly dim_param: string })[] };
    };
  };
}

export interface ModelMessage {
  readonly ir_version: number;
  readonly producer_name: string;
  readonly opset_import: readonly { readonly domain: string; readonly version: number }[];
  readonly graph: {
    readonly name: string;
    readonly node: readonly NodeMessage[];
    readonly initializer: readonly TensorMessage[];
    readonly input: readonly ValueInfoMessage[];
    readonly output: readonly ValueInfoMessage[];
  };
}

/** Serializes a model. */
export function encodeModel(model: ModelMessage): Uint8Array {
  return modelType().encode(model).finish();
}

/** Reads back what `encodeModel` wrote (fields outside our subset are dropped). */
export function decodeModel(bytes: Uint8Array): ReturnType<protobuf.Type['toObject']> {
  return modelType().toObject(modelType().decode(bytes), { longs: Number });
}

let cachedType: protobuf.Type | undefined;

function modelType(): protobuf.Type {
  return (cachedType ??= protobuf.Root.fromJSON({ nested: schemaJson() }).lookupType('ModelProto'));
}

function schemaJson(): NonNullable<protobuf.INamespace['nested']> {
  const field = ([id, type, rule]: Field) => ({ id, type, ...(rule && { rule }) });
  const message = (fields: Readonly<Record<string, Field>>) => ({
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, field(value)])),
  });
  return Object.fromEntries(Object.entries(MESSAGES).map(([name, fields]) => [name, message(fields)]));
}
