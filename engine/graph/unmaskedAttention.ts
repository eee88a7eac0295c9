/**
 * Attention in which every row attends every other, by ONNX Runtime's tiled kernel (FlashAttention, Dao et al. 2022), which
 * never holds a whole matrix of scores: over 2,080 rows of 14 heads those alone are 242 MB. The kernel knows no masks, no
 * cache and no heads that share keys. So fresh rows are put behind the cached ones, and the queries that share keys become
 * further rows of one head: fewer and larger products, too.
 */
import type { GraphBuilder, NodeOptions, Value } from './builder';

/** ONNX: in a Reshape, "whatever is left". */
const REST = -1;

/** query: [1, heads, M, D]; key, value: [1, kvHeads, M, D]; past: cached keys and values, [1, kvHeads, C, D] each. */
export interface AttentionParts {
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
  readonly past: readonly [keys: Value, values: Value];
}

export interface UnmaskedHeads {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Of the products of queries and keys; 1 / sqrt(headDim) when absent. */
  readonly scale?: number | undefined;
}

/** Returns the attended rows by head: [1, heads, M, D]. */
export function unmaskedAttention(
  graph: GraphBuilder,
  { query, key, value, past }: AttentionParts,
  { heads, kvHeads, headDim, scale }: UnmaskedHeads,
): Value {
  const shaped = (x: Value, ...shape: readonly number[]) => graph.node('Reshape', [x, graph.ints(...shape)]);
  // A head each in a batch of `kvHeads`: what the kernel calls rows is what we have, and nothing is transposed.
  const rowsOf = (x: Value) => shaped(x, kvHeads, REST, headDim);
  const all = (cached: Value, fresh: Value) => graph.node('Concat', [cached, fresh], { ints: { axis: 2 } });
  const options: NodeOptions = {
    domain: 'com.microsoft',
    ints: { num_heads: 1 },
    ...(scale !== undefined && { floats: { scale } }),
  };
  const inputs = [query, all(past[0], key), all(past[1], value)].map(rowsOf);
  return shaped(graph.node('MultiHeadAttention', inputs, options), 1, heads, REST, headDim);
}
