/** Encodes float32 tensors as a `.safetensors` file. */

export interface WritableTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export function encodeSafetensors(tensors: ReadonlyMap<string, WritableTensor>): Buffer {
  let offset = 0;
  const header: Record<string, object> = {};
  for (const [name, { shape, data }] of tensors) {
    const end = offset + data.byteLength;
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const data = [...tensors.values()].map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  return encodeRaw(JSON.stringify(header), Buffer.concat(data));
}

/** A file with any header and any data, also invalid ones. */
export function encodeRaw(header: string, data: Uint8Array): Buffer {
  const json = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, data]);
}
