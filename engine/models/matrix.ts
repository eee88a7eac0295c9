/**
 * Weight matrices as PyTorch stores them, [out, in], read a few rows at a time: a matrix of a published model may be
 * larger than the memory that an import may take.
 */

export interface Matrix {
  readonly shape: readonly [rows: number, columns: number];
  /** Rows [begin, end), row-major. */
  rows(begin: number, end: number): Float32Array;
}

/** A tensor in memory. */
export interface Tensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

export function toMatrix({ shape, data }: Tensor): Matrix {
  const [rows = 0, columns = 0] = shape;
  return { shape: [rows, columns], rows: (begin, end) => data.subarray(begin * columns, end * columns) };
}

/** One matrix that computes what several do, outputs side by side. All [out_i, in] with the same `in`. */
export function stack(matrices: readonly Matrix[]): Matrix {
  const columns = matrices[0]?.shape[1] ?? 0;
  const rows = matrices.reduce((sum, { shape }) => sum + shape[0], 0);
  return {
    shape: [rows, columns],
    rows: (begin, end) => {
      const data = new Float32Array((end - begin) * columns);
      let start = 0;
      for (const matrix of matrices) {
        const [from, to] = [Math.max(begin, start), Math.min(end, start + matrix.shape[0])];
        if (from < to) data.set(matrix.rows(from - start, to - start), (from - begin) * columns);
        start += matrix.shape[0];
      }
      return data;
    },
  };
}

/** Rows [begin, end) as a matrix of their own: taking apart what was published fused. */
export function slice({ shape, rows }: Matrix, begin: number, end: number): Matrix {
  return { shape: [end - begin, shape[1]], rows: (from, to) => rows(begin + from, begin + to) };
}

/** The rows of both halves in turn: first of the first, first of the second, and so on. */
export function interleave({ shape, rows }: Matrix): Matrix {
  const [count, columns] = shape;
  const half = count / 2;
  return {
    shape,
    rows: (begin, end) => {
      const data = new Float32Array((end - begin) * columns);
      for (let row = begin; row < end; row++) {
        const source = (row >> 1) + (row % 2) * half;
        data.set(rows(source, source + 1), (row - begin) * columns);
      }
      return data;
    },
  };
}

/** Each row times its factor; the matrix itself without factors. */
export function scaleRows(matrix: Matrix, factors: Float32Array | undefined): Matrix {
  if (!factors) return matrix;
  const columns = matrix.shape[1];
  return {
    shape: matrix.shape,
    rows: (begin, end) =>
      matrix.rows(begin, end).map((value, i) => value * (factors[begin + Math.floor(i / columns)] ?? 1)),
  };
}

/** About 4 MB of float32 per step. */
const STEP_NUMBERS = 2 ** 20;

/** Walks over a matrix in steps of whole rows that fit in memory. */
export function* inSteps(matrix: Matrix): Generator<{ readonly begin: number; readonly data: Float32Array }> {
  const [rows, columns] = matrix.shape;
  const step = Math.max(1, Math.floor(STEP_NUMBERS / columns));
  for (let begin = 0; begin < rows; begin += step) {
    yield { begin, data: matrix.rows(begin, Math.min(rows, begin + step)) };
  }
}
