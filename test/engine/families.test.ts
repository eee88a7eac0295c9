/**
 * Published families: tiny random models in the published layouts (test/fixtures/families, made by test/reference)
 * imported and run, against the logits of the public reference implementations.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { denoise } from '../../engine/decode/denoise';
import { draftCells } from '../../engine/decode/draft';
import { infill } from '../../engine/decode/infill';
import type { Scene } from '../../engine/decode/scene';
import { resolveSettings } from '../../engine/decode/settings';
import { importFolder } from '../../engine/import/importFolder';
import { readModelFolder } from '../../engine/models/manifest';
import type { PolicyName } from '../../engine/protocol/messages';
import { openModel, type OpenedModel } from '../../engine/runtime/openModel';
import { Tokenizer } from '../../engine/text/tokenizer';
import { cosine, largestDifference } from '../support/numbers';
import { temporaryFolder } from '../support/temporaryFolder';

interface CanvasCase {
  readonly before: readonly number[];
  readonly cells: readonly number[];
  readonly after: readonly number[];
  readonly rows: readonly number[];
  readonly logits: readonly (readonly number[])[];
  /** What the next pass gives that is told what this one predicts at this temperature. */
  readonly conditioned?: readonly (readonly number[])[];
  readonly temperature?: number;
}

interface Expected {
  readonly family: string;
  readonly alignment: 'same' | 'shifted';
  readonly mask: number;
  readonly block: number | null;
  /** Of a body that encodes its context. */
  readonly canvas?: number;
  readonly window?: number;
  readonly expand?: number;
  readonly delete?: number;
  readonly full: {
    readonly ids: readonly number[];
    readonly rows: readonly number[];
    readonly logits: readonly number[][];
  };
  readonly canvases: readonly CanvasCase[];
  readonly decodes: readonly GreedyRun[];
}

/** A greedy run of the reference's own loop, whose name here is `policy`. */
interface GreedyRun {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly policy: PolicyName;
  readonly passes?: number;
  /** Cells at the beginning; as many as the result has where the run keeps the length. */
  readonly cells?: number;
  readonly result: readonly number[];
}

const FIXTURES = join(__dirname, '../fixtures/families');
const NAMES = readdirSync(FIXTURES);
const TOLERANCE = 1e-3;
/** Of all logits of a pass together. Four bits of rows this short are coarse: their figure only guards against mistakes. */
const COSINE = { int8: 0.999, int4: 0.9 } as const;

const folder = temporaryFolder();
const source = (name: string) => join(FIXTURES, name, 'model');
const expectedOf = (name: string) =>
  JSON.parse(readFileSync(join(FIXTURES, name, 'expected.json'), 'utf8')) as Expected;

describe.each(NAMES)('the family of %s', (name) => {
  const expected = expectedOf(name);
  const directory = join(folder, name);
  let opened: OpenedModel;
  beforeAll(async () => {
    await importFolder(source(name), directory, { quantize: 'none' });
    opened = await openModel(directory, { threads: 1 });
  });
  afterAll(() => opened.close());

  it('is recognised, with mask, alignment and attention', () => {
    const model = readModelFolder(directory);
    expect(model).toMatchObject({
      kind: 'imported',
      manifest: {
        family: expected.family,
        quantization: 'none',
        body: {
          maskId: expected.mask,
          ...(expected.expand !== undefined && { expandId: expected.expand, deleteId: expected.delete }),
          alignment: expected.alignment,
          attention: attentionOf(expected),
        },
      },
    });
  });

  it('gives the reference logits in a full pass', async () => {
    const { ids, rows, logits } = expected.full;
    const found = await opened.logits(ids, rows);
    expect(largestDifference(flat(found), logits.flat())).toBeLessThan(TOLERANCE);
  });

  it('gives them for the cells of a canvas, in the first pass and in one over cached context', async () => {
    for (const { logits, conditioned: _, temperature: __, ...canvas } of expected.canvases) {
      const first = await opened.model.canvasLogits(canvas);
      expect(largestDifference(first, logits.flat())).toBeLessThan(TOLERANCE);
      const cached = await opened.model.canvasLogits(canvas);
      expect(largestDifference(cached, logits.flat())).toBeLessThan(TOLERANCE);
    }
  });

  it.each(expected.canvases.flatMap(({ conditioned, ...rest }) => (conditioned ? [{ conditioned, ...rest }] : [])))(
    'tells a pass what the one before it predicted: $cells',
    async ({ logits, conditioned, temperature, ...canvas }) => {
      const history = { canvas: -canvas.cells.length, decided: canvas.cells.map(() => 0) };
      const request = { ...canvas, history, conditionAt: temperature ?? 1 };
      const first = await opened.model.canvasLogits(request);
      expect(largestDifference(first, logits.flat())).toBeLessThan(TOLERANCE);
      const second = await opened.model.canvasLogits(request);
      expect(largestDifference(second, conditioned.flat())).toBeLessThan(TOLERANCE);
    },
  );

  it.each(expected.decodes)('decodes as the reference does, token by token: $result', async (run) => {
    const { before, after, policy, passes, result, cells = result.length } = run;
    // Exact: every pass computes the whole context anew, as the reference does.
    const exact = await openModel(directory, { threads: 1, refreshEvery: 1 });
    const scene: Scene = {
      parts: [
        { kind: 'cut', head: [], tail: before },
        { kind: 'cut', head: after, tail: [] },
      ],
      canvases: [Array.from({ length: cells }, () => ({ kind: 'open' as const }))],
      lineBreak: '\n',
    };
    const tools = { model: exact.model, tokenizer: tokenizerOf(exact) };
    const settings = resolveSettings({ policy, allowRepeats: true, ...(passes !== undefined && { passes }) });
    const { drafts } = await denoise(tools, scene, settings, {});
    await exact.close();
    const decided = drafts.flatMap(draftCells);
    expect(decided.map((cell) => (cell.state === 'committed' ? cell.decision.id : cell.state))).toEqual(result);
  });

  it('fills a hole in a text', async () => {
    const tokenizer = tokenizerOf(opened);
    const text = 'def f(x):\n    return x + 1\n';
    const span = { start: text.indexOf('x + 1'), end: text.indexOf('x + 1') + 5 };
    const { holes } = await infill({ model: opened.model, tokenizer }, { text, holes: [{ span, length: 6 }] });
    expect(holes[0]?.cells).toHaveLength(6);
    expect(holes[0]?.text).not.toMatch(/<\||<M>|<MASK>/);
  });

  it.each(['int8', 'int4'] as const)('stays close in %s', async (quantize) => {
    const quantized = join(folder, `${name}-${quantize}`);
    await importFolder(source(name), quantized, { quantize });
    const model = await openModel(quantized, { threads: 1 });
    const { ids, rows, logits } = expected.full;
    const similarity = cosine(flat(await model.logits(ids, rows)), logits.flat());
    await model.close();
    console.log(`${name} ${quantize}: logit cosine ${similarity.toFixed(5)}`);
    expect(similarity).toBeGreaterThan(COSINE[quantize]);
  });
});

describe('a model whose canvas begins as random tokens', () => {
  it('is run by its own policy, and by no other', async () => {
    const directory = join(folder, 'noise');
    await importFolder(source('diffusion-gemma'), directory, { quantize: 'none' });
    const opened = await openModel(directory, { threads: 1 });
    const tools = { model: opened.model, tokenizer: tokenizerOf(opened) };
    const job = { text: 'a = 12\n', holes: [{ span: { start: 4, end: 6 }, length: 3 }] };
    const used: string[] = [];
    await infill(tools, job, { onStart: (_, { policy, lengthPolicy }) => used.push(policy, lengthPolicy) });
    expect(used).toEqual(['gemma', 'fixed']);
    await expect(infill(tools, { ...job, options: { policy: 'llada' } })).rejects.toThrow(/knows no mask/);
    await opened.close();
  });
});

function attentionOf({ block, canvas, window }: Expected) {
  if (canvas !== undefined) return { kind: 'encoded', canvas, window };
  return block === null ? { kind: 'bidirectional' } : { kind: 'block-causal', block };
}

function tokenizerOf({ tokenizerPath }: OpenedModel): Tokenizer {
  return new Tokenizer(JSON.parse(readFileSync(tokenizerPath, 'utf8')));
}

function flat(rows: readonly Float32Array[]): number[] {
  return rows.flatMap((row) => [...row]);
}
