/**
 * The engine's logits against PyTorch's (test/fixtures/reference, written by training/): both streams as one full pass,
 * and canvases as a pass over cached context.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Output, Stream } from '../../engine/graph/signature';
import { floats } from '../../engine/runtime/graphRunner';
import { readStreamsFolder } from '../../engine/models/manifest';
import { openStreams, type OpenedStreams } from '../../engine/runtime/openStreams';
import { streamsPass, type CanvasSpec } from '../support/streamsPass';
import { largestDifference } from '../support/numbers';

type RowLogits = Readonly<Record<string, readonly number[]>>;

interface ReferenceCase {
  readonly name: string;
  readonly ids: readonly number[];
  readonly canvases: readonly CanvasSpec[];
  readonly delta: number;
  readonly expected: { readonly f: RowLogits; readonly b: RowLogits; readonly canvases: readonly RowLogits[] };
}

const REFERENCE = join(__dirname, '../fixtures/reference');
const SUBJECTS = [
  { name: 'a tiny random body', file: 'cases.json', model: join(REFERENCE, 'model') },
  { name: 'the bundled body', file: 'bundled.json', model: join(__dirname, '../../models/remask-tiny') },
].map((subject) => ({ ...subject, cases: readCases(subject.file) }));

function readCases(file: string): readonly ReferenceCase[] {
  return (JSON.parse(readFileSync(join(REFERENCE, file), 'utf8')) as { cases: ReferenceCase[] }).cases;
}

/** The reference is rounded to four decimals. */
const TOLERANCE = 2e-4;

describe.each(SUBJECTS)('parity with PyTorch: $name', ({ model, cases }) => {
  let opened: OpenedStreams;
  beforeAll(async () => {
    opened = await openStreams(readStreamsFolder(model), { threads: 1 });
  });
  afterAll(() => opened.close());

  it.each(cases)('one full pass under the training mask: $name', async ({ ids, canvases, delta, expected }) => {
    const pass = streamsPass({ ids, canvases, delta, window: opened.config.window }, opened.runner.sizes);
    const wanted: { row: number; logits: readonly number[] }[] = [];
    const want = (start: number, logits: RowLogits) => {
      for (const [row, values] of Object.entries(logits)) wanted.push({ row: start + Number(row), logits: values });
    };
    want(0, expected.f);
    want(ids.length, expected.b);
    expected.canvases.forEach((logits, index) => want(pass.canvasStart[index] ?? NaN, logits));

    const rows = wanted.map(({ row }) => row);
    const logits = floats((await opened.runner.ask(pass.rows, { rows }, [Output.logits])).logits);
    expect(
      largestDifference(
        logits,
        wanted.flatMap((row) => row.logits),
      ),
    ).toBeLessThan(TOLERANCE);
  });

  const withCanvas = cases.filter(({ canvases }) => canvases.length > 0);
  it.each(withCanvas)('a canvas pass over cached context: $name', async ({ ids, canvases, expected }) => {
    for (const [index, { a, b, cells }] of canvases.entries()) {
      const wanted = expected.canvases[index] ?? {};
      const rows = Object.keys(wanted).map(Number);
      // The fixture's ids carry begin and end tokens; the model puts its own.
      const request = { before: ids.slice(1, a), after: ids.slice(b, -1), cells, rows };
      const logits = await opened.model.canvasLogits(request);
      expect(largestDifference(logits, Object.values(wanted).flat())).toBeLessThan(TOLERANCE);
    }
  });

  it('the forward stream alone, as `remask logits` prints it', async () => {
    for (const { ids, expected } of cases) {
      const rows = Object.keys(expected.f).map(Number);
      if (rows.length === 0) continue;
      const logits = await opened.logits(ids, rows);
      const found = logits.flatMap((row) => [...row]);
      expect(largestDifference(found, Object.values(expected.f).flat())).toBeLessThan(TOLERANCE);
    }
  });

  it('tells the streams apart', async () => {
    const ids = cases[0]?.ids ?? [];
    const pass = streamsPass({ ids, canvases: [], delta: 0, window: opened.config.window }, opened.runner.sizes);
    const swapped = { ...pass.rows, streams: ids.concat(ids).map(() => Stream.canvas) };
    const [right, wrong] = await Promise.all(
      [pass.rows, swapped].map(async (rows) =>
        floats((await opened.runner.ask(rows, { rows: [0] }, [Output.logits])).logits),
      ),
    );
    expect(largestDifference(right ?? [], wrong ?? [])).toBeGreaterThan(TOLERANCE);
  });
});
