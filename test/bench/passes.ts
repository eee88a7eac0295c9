/**
 * Milliseconds per canvas pass by number of rows, over a warm context; milliseconds of a cold context and of loading.
 * Measures the bundled model if there is one, otherwise a random body of the same sizes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { seededRandom } from '../../engine/decode/random';
import { defaultRoots, resolveModel } from '../../engine/models/store';
import { openModel, type OpenedModel } from '../../engine/runtime/openModel';
import { BUNDLED_SIZES, writeTinyModel } from '../support/tinyModel';
import { quantiles, type Quantiles } from './quantiles';

export interface PassFigures {
  readonly model: string;
  readonly threads: number | 'default';
  /** Tokens of context on both sides together. */
  readonly context: number;
  readonly loadMs: number;
  readonly coldContextMs: Quantiles;
  readonly passMs: readonly (Quantiles & { readonly rows: number })[];
  /** A pass over the same canvas that asks for a quarter of its rows. */
  readonly quarterPassMs: Quantiles;
  /** Four tokens typed before the canvas, then a pass. */
  readonly afterTypingMs: Quantiles;
}

export interface PassBenchOptions {
  readonly threads?: number;
  readonly context?: number;
  readonly rounds?: number;
}

const ROWS = [8, 32, 64];

export async function measurePasses(options: PassBenchOptions = {}): Promise<PassFigures> {
  const temporary = mkdtempSync(join(tmpdir(), 'remask-bench-'));
  try {
    const directory = defaultRoots().bundled
      ? resolveModel().folder.directory
      : writeTinyModel(temporary, { id: 'random-bundled-sizes', config: BUNDLED_SIZES });
    const opened = await openModel(directory, options.threads === undefined ? {} : { threads: options.threads });
    try {
      return await measure(opened, options);
    } finally {
      await opened.close();
    }
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

async function measure(opened: OpenedModel, { threads, context = 512, rounds = 20 }: PassBenchOptions) {
  const { model, runner } = opened;
  const random = seededRandom(1);
  const ids = (count: number) =>
    Array.from({ length: count }, () => 16 + Math.floor(random() * (runner.sizes.vocabulary - 16)));
  const half = context / 2;
  const fixed = { before: ids(half), after: ids(half) };
  const pass = (rows: number, asked = rows, { before, after } = fixed) =>
    model.predict({
      before,
      after,
      cells: new Array<number>(rows).fill(model.specials.mask),
      rows: Array.from({ length: asked }, (_, row) => row),
    });

  await pass(8);
  const passMs = [];
  for (const rows of ROWS) passMs.push({ rows, ...(await quantiles(rounds, () => pass(rows))) });
  const quarterPassMs = await quantiles(rounds, () => pass(32, 8));
  const coldContextMs = await quantiles(Math.ceil(rounds / 4), () =>
    model.warm({ before: ids(half), after: ids(half) }),
  );
  let typed = fixed;
  const afterTypingMs = await quantiles(rounds, () => {
    typed = { ...typed, before: [...typed.before, ...ids(4)] };
    return pass(32, 32, typed);
  });
  return {
    model: model.id,
    threads: threads ?? ('default' as const),
    context,
    loadMs: opened.loadMs,
    coldContextMs,
    passMs,
    quarterPassMs,
    afterTypingMs,
  };
}
