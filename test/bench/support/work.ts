/** How much arithmetic a pass is: multiplications and additions of its matrix products, two per weight and row. */

export interface BodySizes {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly vocabulary: number;
}

/** Of `rows` rows over `context` more, `asked` of which go through the last layer's end and the head. */
export function passOperations(s: BodySizes, rows: number, context: number, asked = rows): number {
  const keyValue = 2 * s.hidden * s.kvHeads * s.headDim;
  const rest = 2 * s.hidden * s.heads * s.headDim + 3 * s.hidden * s.intermediate;
  const attention = 2 * (context + rows) * s.heads * s.headDim;
  const layer = (queries: number): number => rows * keyValue + queries * (rest + attention);
  return 2 * ((s.layers - 1) * layer(rows) + layer(asked) + asked * s.hidden * s.vocabulary);
}
