/** What a pass over a bidirectional body computes and what it takes from earlier ones. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi, type MockInstance } from 'vitest';
import type { CanvasRequest } from '../../engine/decode/canvasModel';
import { importFolder } from '../../engine/import/importFolder';
import type { GraphRows } from '../../engine/runtime/graphRunner';
import { openModel, type OpenedModel } from '../../engine/runtime/openModel';
import { temporaryFolder } from '../support/temporaryFolder';

const CELLS = 24;

describe.each(['llada', 'dream'])('the dual cache of %s', (family) => {
  const folder = temporaryFolder();
  let opened: OpenedModel;
  const spies: MockInstance<(rows: GraphRows, ...more: never[]) => unknown>[] = [];

  beforeAll(async () => {
    const directory = join(folder, family);
    await importFolder(join(__dirname, '../fixtures/families', family, 'model'), directory, { quantize: 'none' });
    opened = await openModel(directory, { threads: 1 });
    for (const name of ['ask', 'askAndKeep'] as const) spies.push(vi.spyOn(opened.runner, name));
  });
  afterAll(() => opened.close());

  const ids = (length: number, seed: number) => Array.from({ length }, (_, i) => 40 + ((i * 7 + seed) % 50));
  const decidedId = (cell: number) => 45 + (cell % 20);
  let canvases = 0;

  /** A canvas of which the first `decided` cells are decided. */
  function request(decided: number, more: Partial<CanvasRequest> = {}): CanvasRequest {
    const isDecided = (cell: number) => cell < decided;
    const cells = Array.from({ length: CELLS }, (_, cell) =>
      isDecided(cell) ? decidedId(cell) : opened.model.specials.mask,
    );
    return {
      before: ids(60, 1),
      after: ids(40, 2),
      cells,
      rows: cells.flatMap((_, cell) => (isDecided(cell) ? [] : [cell])),
      history: { canvas: canvases, decided: cells.map((_, cell) => (isDecided(cell) ? 1000 + cell : 0)) },
      ...more,
    };
  }

  async function logits(asked: CanvasRequest): Promise<{ logits: Float32Array; rows: number }> {
    for (const spy of spies) spy.mockClear();
    const found = await opened.model.canvasLogits(asked);
    const runs = spies.flatMap(({ mock }) => mock.calls.map(([rows]) => rows.ids.length));
    return { logits: found, rows: runs.reduce((sum, rows) => sum + rows, 0) };
  }

  const difference = (a: Float32Array, b: Float32Array) =>
    a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? NaN))), 0);

  it('does not compute a cell again that it has computed as decided, to the same answer', async () => {
    canvases = 1;
    await logits(request(0));
    const first = await logits(request(16));
    expect(first.rows).toBeGreaterThanOrEqual(CELLS);
    const second = await logits(request(16));
    expect(second.rows).toBeLessThanOrEqual(CELLS - 16 + 1);
    expect(difference(second.logits, first.logits)).toBeLessThan(1e-4);
  });

  it('computes it again if it is decided anew', async () => {
    canvases = 2;
    await logits(request(16));
    const known = await logits(request(16));
    const { cells, history } = request(16);
    const decided = (history?.decided ?? []).with(3, 2003);
    const anew = await logits(request(16, { cells: cells.with(3, 70), history: { canvas: 2, decided } }));
    expect(anew.rows).toBe(known.rows + 1);
    expect(difference(anew.logits, known.logits)).toBeGreaterThan(1e-3);
  });

  it('knows nothing of another canvas at the same place', async () => {
    canvases = 3;
    await logits(request(16));
    await logits(request(16));
    canvases = 4;
    const other = await logits(request(16));
    expect(other.rows).toBeGreaterThanOrEqual(CELLS);
    const { history: _, ...plain } = request(16);
    expect(difference(other.logits, (await logits(plain)).logits)).toBeLessThan(1e-4);
  });

  it('computes what changed in the context once, and keeps the cells', async () => {
    canvases = 5;
    await logits(request(16));
    const known = await logits(request(16));
    const before = ids(60, 1).with(20, 99);
    const changed = await logits(request(16, { before }));
    expect(changed.rows).toBe(known.rows + 1);
    expect(difference(changed.logits, known.logits)).toBeGreaterThan(1e-4);
    const again = await logits(request(16, { before }));
    expect(again.rows).toBeLessThanOrEqual(changed.rows);
    expect(difference(again.logits, changed.logits)).toBeLessThan(1e-4);
  });

  it('computes the canvas anew when it has grown', async () => {
    canvases = 6;
    await logits(request(16));
    await logits(request(16));
    const { cells, history } = request(16);
    const grown = await logits(
      request(16, {
        cells: [...cells, opened.model.specials.mask],
        history: { canvas: 6, decided: [...(history?.decided ?? []), 0] },
      }),
    );
    expect(grown.rows).toBeGreaterThanOrEqual(CELLS + 1);
    expect(grown.rows).toBeLessThan(CELLS + 20);
  });
});
