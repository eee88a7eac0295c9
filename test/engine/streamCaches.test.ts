/**
 * Caching changes nothing: whatever was read, typed and denoised before, a pass over a hole gives the logits of one pass
 * over everything under the whole training mask. And it saves what it should: only rows that are new are computed.
 */
import fc from 'fast-check';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { seededRandom } from '../../engine/decode/random';
import { Output } from '../../engine/graph/signature';
import { floats } from '../../engine/runtime/graphRunner';
import { readStreamsFolder } from '../../engine/models/manifest';
import { openStreams, type OpenedStreams } from '../../engine/runtime/openStreams';
import { CHUNK_ROWS } from '../../engine/runtime/streamCache';
import { StreamsModel } from '../../engine/runtime/streamsModel';
import { largestDifference } from '../support/numbers';
import { streamsPass } from '../support/streamsPass';
import { temporaryFolder } from '../support/temporaryFolder';
import { writeTinyModel } from '../support/tinyModel';

const TOLERANCE = 1e-4;
const [BOS, EOS, MASK] = [1, 2, 3];
const FIRST_TEXT_ID = 16;

const folder = temporaryFolder();
let opened: OpenedStreams;
let model: StreamsModel;

beforeAll(async () => {
  opened = await openStreams(readStreamsFolder(writeTinyModel(join(folder, 'tiny'))), { threads: 1 });
});
afterAll(() => opened.close());
beforeEach(() => {
  model = emptyModel();
});

function emptyModel(cacheBytes?: number): StreamsModel {
  const { config, runner } = opened;
  return new StreamsModel({ id: 'tiny', config, runner, unusable: [], ...(cacheBytes && { cacheBytes }) });
}

/** Text that does not repeat itself. */
function randomText(length: number): number[] {
  const random = seededRandom(7);
  return Array.from({ length }, () => FIRST_TEXT_ID + Math.floor(random() * 270));
}

interface Hole {
  /** The hole [a, b) in tokens of the text. */
  readonly a: number;
  readonly b: number;
  readonly cells: readonly number[];
}

async function cachedLogits(text: readonly number[], { a, b, cells }: Hole, from = model): Promise<Float32Array> {
  return from.canvasLogits({ before: text.slice(0, a), after: text.slice(b), cells, rows: [...cells.keys()] });
}

async function wholeLogits(text: readonly number[], { a, b, cells }: Hole, { config, runner } = opened) {
  const canvas = { a: a + 1, b: b + 1, cells };
  const document = { ids: [BOS, ...text, EOS], canvases: [canvas], delta: cells.length - (b - a) };
  const pass = streamsPass({ ...document, window: config.window }, runner.sizes);
  const rows = cells.map((_, k) => (pass.canvasStart[0] ?? NaN) + k);
  return floats((await runner.ask(pass.rows, { rows }, [Output.logits])).logits);
}

const tokenId = fc.integer({ min: FIRST_TEXT_ID, max: 287 });
const text = (most: number) => fc.array(tokenId, { maxLength: most, size: 'max' });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const cells = fc.array(fc.oneof(tokenId, fc.constant(MASK)), { minLength: 1, maxLength: 12 });

/** A hole anywhere in a text of any length: the ends are given as shares of it. */
const anyHole = fc.record({ from: share, width: share, cells });
function placed(
  { from, width, cells }: { from: number; width: number; cells: readonly number[] },
  length: number,
): Hole {
  const a = Math.round(from * length);
  return { a, b: a + Math.round(width * Math.min(20, length - a)), cells };
}

describe('exactness', () => {
  const edit = fc.record({ at: share, removed: fc.nat(6), inserted: text(6) });
  const step = fc.record({ edit, hole: anyHole });

  it('holds for holes anywhere, after any edits, whatever was cached before', async () => {
    await fc.assert(
      fc.asyncProperty(
        text(90),
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (start, steps, tight) => {
          const fresh = emptyModel(tight ? 1 : undefined);
          let document = start;
          for (const { edit, hole } of steps) {
            document = document.toSpliced(Math.round(edit.at * document.length), edit.removed, ...edit.inserted);
            const there = placed(hole, document.length);
            const difference = largestDifference(
              await cachedLogits(document, there, fresh),
              await wholeLogits(document, there),
            );
            expect(difference).toBeLessThan(TOLERANCE);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('holds when the streams are extended piece by piece', async () => {
    await fc.assert(
      fc.asyncProperty(text(80), fc.array(share, { maxLength: 8 }), anyHole, async (document, pieces, hole) => {
        const fresh = emptyModel();
        for (const piece of pieces) {
          const at = Math.round(piece * document.length);
          await fresh.warm({ before: document.slice(0, at), after: document.slice(at) });
        }
        const there = placed(hole, document.length);
        const difference = largestDifference(
          await cachedLogits(document, there, fresh),
          await wholeLogits(document, there),
        );
        expect(difference).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 30 },
    );
  });

  it('holds in a document far longer than the reach, with memory for little of it', async () => {
    const { contextTokens } = model;
    const small = emptyModel(1);
    const document = Array.from({ length: 12 * contextTokens }, (_, i) => FIRST_TEXT_ID + ((i * i * 7) % 270));
    for (const at of [0.9, 0.1, 0.5, 0.52, 0.91, 0.5]) {
      const there = placed({ from: at, width: 0.5, cells: [MASK, MASK, 99, MASK] }, document.length);
      const difference = largestDifference(
        await cachedLogits(document, there, small),
        await wholeLogits(document, there),
      );
      expect(difference).toBeLessThan(TOLERANCE);
    }
  });

  it('holds for holes anywhere after looking ahead, edit after edit', async () => {
    let document = randomText(160);
    for (const [at, typed] of [
      [80, [200, 201, 202]],
      [40, []],
    ] as const) {
      document = document.toSpliced(at, 2, ...typed);
      await model.lookAhead({ before: document.slice(0, at), after: document.slice(at) });
      for (const share of [0.02, 0.4, 0.97]) {
        const there = placed({ from: share, width: 0.2, cells: [MASK, 40, MASK] }, document.length);
        const { computedRows } = await model.warm({
          before: document.slice(0, there.a),
          after: document.slice(there.b),
        });
        expect(computedRows).toBe(0);
        const difference = largestDifference(await cachedLogits(document, there), await wholeLogits(document, there));
        expect(difference).toBeLessThan(TOLERANCE);
      }
    }
  });

  it('holds when a context takes several runs', async () => {
    const window = CHUNK_ROWS;
    const wide = await openStreams(readStreamsFolder(writeTinyModel(join(folder, 'wide'), { config: { window } })), {
      threads: 1,
    });
    const document = Array.from({ length: 2.5 * window }, (_, i) => FIRST_TEXT_ID + ((i * i * 31) % 270));
    const hole = { a: 2.25 * window, b: 2.25 * window + 9, cells: [MASK, MASK, MASK] };
    const cached = await cachedLogits(document, hole, wide.model);
    expect(largestDifference(cached, await wholeLogits(document, hole, wide))).toBeLessThan(TOLERANCE);
    await wide.close();
  });
});

describe('what is computed', () => {
  const document = Array.from({ length: 40 }, (_, i) => FIRST_TEXT_ID + ((i * 17) % 270));
  const around = (a: number, b = a, ids = document) => ({ before: ids.slice(0, a), after: ids.slice(b) });
  const rows = { begin: 1, end: 1 };

  it('everything once, and nothing the second time', async () => {
    expect(await model.warm(around(25, 28))).toEqual({
      computedRows: rows.begin + 25 + (40 - 28) + rows.end,
      cachedRows: 0,
    });
    expect(await model.warm(around(25, 28))).toEqual({ computedRows: 0, cachedRows: 25 + 12 + 2 });
  });

  it('only the tokens that were typed', async () => {
    await model.warm(around(20));
    const typed = document.toSpliced(20, 0, 101, 102, 103, 104);
    expect(await model.warm(around(24, 24, typed))).toEqual({ computedRows: 4, cachedRows: 21 + 21 });
  });

  it('nothing for a hole elsewhere, once both streams have read the document', async () => {
    await model.warm(around(40));
    await model.warm(around(0));
    for (const [a, b] of [
      [7, 9],
      [33, 33],
      [0, 40],
    ] as const) {
      expect((await model.warm(around(a, b))).computedRows).toBe(0);
    }
  });

  it('only the tokens at a border that is read differently, and the rest stays cached', async () => {
    await model.warm(around(40));
    await model.warm(around(0));
    const cut = document.toSpliced(19, 1, 200, 201);
    expect((await model.warm({ before: cut.slice(0, 21), after: document.slice(22) })).computedRows).toBe(2);
    expect((await model.warm(around(35))).computedRows).toBe(0);
  });

  it('only what follows an edit in the forward stream and what precedes it in the backward stream', async () => {
    await model.warm(around(40));
    await model.warm(around(0));
    const edited = document.with(30, 250);
    expect((await model.warm(around(36, 36, edited))).computedRows).toBe(36 - 30);
    expect((await model.warm(around(10, 12, edited))).computedRows).toBe(31 - 12);
  });

  it('two documents do not push each other out', async () => {
    const other = document.map((id) => id + 1);
    await model.warm(around(20));
    await model.warm(around(20, 20, other));
    expect((await model.warm(around(20))).computedRows).toBe(0);
    expect((await model.warm(around(20, 20, other))).computedRows).toBe(0);
  });

  it('looking ahead after an edit, no more than what depends on it', async () => {
    const long = randomText(600);
    const look = (ids: readonly number[], at: number) =>
      model.lookAhead({ before: ids.slice(0, at), after: ids.slice(at) });
    const first = (await look(long, 300)).computedRows;
    expect(first).toBeGreaterThanOrEqual(2 * 601);
    // What is near the cursor comes first; the rows that it begins with are computed again when what is before them is known.
    expect(first).toBeLessThanOrEqual(2 * (601 + 2 * model.contextTokens));
    expect((await look(long, 300)).computedRows).toBe(0);
    expect((await look(long, 150)).computedRows).toBe(0);
    const { computedRows } = await look(long.toSpliced(300, 0, 201, 202, 203), 303);
    // On either side the rows that can see the edit, rounded up to whole steps.
    expect(computedRows).toBeLessThanOrEqual(2 * (model.contextTokens + 3 + 2 * 6));
  });

  it('nothing anywhere after looking ahead, where holes and versions were before', async () => {
    const long = randomText(600);
    for (const at of [500, 120, 330]) await model.warm(around(at, at + 2, long));
    for (const document of [long, long.toSpliced(300, 0, 201, 202, 203)]) {
      await model.lookAhead({ before: document.slice(0, 300), after: document.slice(300) });
      for (let at = 0; at < 600; at += 23) {
        expect((await model.warm(around(at, at, document))).computedRows).toBe(0);
      }
    }
  });

  it('looking ahead, what is near the cursor first', async () => {
    const long = randomText(1200);
    const stop = new AbortController();
    const { config, runner } = opened;
    let left = 4 * model.contextTokens;
    const tired = Object.assign(Object.create(runner) as typeof runner, {
      extend: (rows: Parameters<typeof runner.extend>[0]) => {
        left -= rows.ids.length / 2;
        if (left <= 0) stop.abort();
        return runner.extend(rows);
      },
    });
    const looking = new StreamsModel({ id: 'tiny', config, runner: tired, unusable: [] });
    const cursor = { before: long.slice(0, 600), after: long.slice(600) };
    await expect(looking.lookAhead(cursor, stop.signal)).rejects.toThrow('aborted');
    for (const at of [600 - model.contextTokens, 600 + model.contextTokens]) {
      expect((await looking.warm(around(at, at, long))).computedRows).toBe(0);
    }
    expect((await looking.warm(around(300, 300, long))).computedRows).toBeGreaterThan(0);
  });

  it('nothing for a hole deep inside a long document once its reach is known, after typing farther away', async () => {
    const long = randomText(400);
    await model.warm(around(200, 200, long));
    const typed = long.toSpliced(4, 0, 201, 202, 203).toSpliced(-4, 2);
    expect((await model.warm(around(203, 203, typed))).computedRows).toBe(0);
  });

  it('at most the reach of a hole deep inside a long document', async () => {
    const long = Array.from({ length: 400 }, (_, i) => FIRST_TEXT_ID + ((i * 13) % 270));
    const { computedRows } = await model.warm(around(200, 200, long));
    expect(computedRows).toBe(2 * model.contextTokens);
  });
});
