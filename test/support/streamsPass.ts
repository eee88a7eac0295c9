/**
 * The plain definition of the model (training/remask_training/model.py, `stream_mask`): all rows [F; B; canvases] of a
 * document in one pass without a cache, under one explicit mask. Written apart from engine/runtime, to check it.
 */
import { MASKED, Stream } from '../../engine/graph/signature';
import type { GraphRows } from '../../engine/runtime/graphRunner';
import { allocateKeyValues, type KeyValueShape } from '../../engine/runtime/keyValues';

export interface CanvasSpec {
  /** The hole [a, b), in tokens of the document, begin token included. */
  readonly a: number;
  readonly b: number;
  readonly cells: readonly number[];
}

export interface StreamsDocument {
  /** With begin and end tokens. */
  readonly ids: readonly number[];
  readonly canvases: readonly CanvasSpec[];
  /** Cells minus tokens, the same for all canvases. */
  readonly delta: number;
  readonly window: number;
}

export interface StreamsPass {
  readonly rows: GraphRows;
  /** First row of each canvas. */
  readonly canvasStart: readonly number[];
}

type Kind = (typeof Stream)[keyof typeof Stream];

interface Row {
  readonly kind: Kind;
  readonly id: number;
  readonly position: number;
  /** Index in the document for stream rows, number of the canvas for cells. */
  readonly index: number;
}

export function streamsPass({ ids, canvases, delta, window }: StreamsDocument, shape: KeyValueShape): StreamsPass {
  const stream = (kind: Kind, shift: number): Row[] =>
    ids.map((id, index) => ({ kind, id, index, position: index + shift }));
  const cells = canvases.flatMap(({ a, cells }, index) =>
    cells.map((id, k): Row => ({ kind: Stream.canvas, id, index, position: a + k })),
  );
  const rows = [...stream(Stream.forward, 0), ...stream(Stream.backward, delta), ...cells];
  const visible = (query: Row, key: Row) => attends(query, key, canvases, window);
  return {
    rows: {
      ids: rows.map(({ id }) => id),
      streams: rows.map(({ kind }) => kind),
      positions: rows.map(({ position }) => position),
      past: allocateKeyValues(shape, 0),
      mask: Float32Array.from(rows.flatMap((query) => rows.map((key) => (visible(query, key) ? 0 : MASKED)))),
    },
    canvasStart: canvases.map((_, index) => rows.findIndex((row) => row.kind === Stream.canvas && row.index === index)),
  };
}

function attends(query: Row, key: Row, canvases: readonly CanvasSpec[], window: number): boolean {
  if (query.kind === Stream.forward) {
    return key.kind === Stream.forward && key.index <= query.index && key.index > query.index - window;
  }
  if (query.kind === Stream.backward) {
    return key.kind === Stream.backward && key.index >= query.index && key.index < query.index + window;
  }
  const { a = 0, b = 0 } = canvases[query.index] ?? {};
  if (key.kind === Stream.forward) return key.index < a && key.index >= a - window;
  if (key.kind === Stream.backward) return key.index >= b && key.index < b + window;
  return key.index === query.index;
}
