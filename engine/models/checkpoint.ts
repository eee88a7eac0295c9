/**
 * The published tensors of a folder, whether in one safetensors file or in shards with an index. Tensors are found and
 * checked at once and read when they are needed.
 */
import { join } from 'node:path';

import { EngineError } from '../protocol/errors';
import type { Matrix, Tensor } from './matrix';
import { SafetensorsFile } from './safetensors';
import { weightFiles } from './weightFiles';

export class Checkpoint {
  private constructor(
    private readonly directory: string,
    private readonly files: readonly SafetensorsFile[],
    private readonly fileOf: ReadonlyMap<string, SafetensorsFile>,
  ) {}

  /** Throws EngineError `model` if a file is missing or malformed, or a tensor lies in two of them. */
  static open(directory: string): Checkpoint {
    const opened: SafetensorsFile[] = [];
    try {
      const fileOf = new Map<string, SafetensorsFile>();
      for (const name of weightFiles(directory)) {
        const file = SafetensorsFile.open(join(directory, name));
        opened.push(file);
        for (const tensor of file.entries.keys()) {
          if (fileOf.has(tensor)) throw new EngineError('model', `${directory}: tensor ${tensor} is in two files.`);
          fileOf.set(tensor, file);
        }
      }
      return new Checkpoint(directory, opened, fileOf);
    } catch (error) {
      for (const file of opened) file.close();
      throw error;
    }
  }

  has(name: string): boolean {
    return this.fileOf.has(name);
  }

  /** Numbers in all tensors together. */
  get parameters(): number {
    const counts = this.files.flatMap(({ entries }) => [...entries.values()].map(({ shape }) => product(shape)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Throws EngineError `model` if the tensor is missing or its shape is another. */
  matrix(name: string, shape: readonly [number, number]): Matrix {
    const file = this.file(name);
    file.expect(name, shape);
    return { shape, rows: (begin, end) => file.readRows(name, begin, end) };
  }

  /** Matrices that were published as one tensor, [count, out, in]. */
  matrices(name: string, [count, out, width]: readonly [number, number, number]): readonly Matrix[] {
    const file = this.file(name);
    file.expect(name, [count, out, width]);
    return Array.from({ length: count }, (_, index) => ({
      shape: [out, width],
      rows: (begin, end) => file.readRows(name, index * out + begin, index * out + end),
    }));
  }

  /** As `matrix`, of a tensor of any rank, read whole: norms, biases. */
  tensor(name: string, shape: readonly number[]): Tensor {
    return this.file(name).read(name, shape);
  }

  close(): void {
    for (const file of this.files) file.close();
  }

  private file(name: string): SafetensorsFile {
    const file = this.fileOf.get(name);
    if (file) return file;
    throw new EngineError('model', `${this.directory}: tensor ${name} is missing from its safetensors files.`);
  }
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, length) => total * length, 1);
}
