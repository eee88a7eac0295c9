/** What a pass answers: the distribution of the requested cells, and what it must never answer. */
import { cpSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { CanvasRequest } from '../../engine/decode/canvasModel';
import { describe as describeFolder, readStreamsFolder } from '../../engine/models/manifest';
import { SafetensorsFile } from '../../engine/models/safetensors';
import { openModel } from '../../engine/runtime/openModel';
import { openStreams, type OpenedStreams } from '../../engine/runtime/openStreams';
import { largestDifference } from '../support/numbers';
import { encodeSafetensors } from '../support/safetensorsWriter';
import { temporaryFolder } from '../support/temporaryFolder';
import { writeManifest, writeTinyModel } from '../support/tinyModel';

const folder = temporaryFolder();
const directory = writeTinyModel(join(folder, 'tiny'));
const MASK = 3;
const DELETE = 4;
const EXPAND = 5;
const TEXT_IDS = { first: 16, end: 278 };
const UNUSABLE = [0, 1, 2, 3, 6, 15, 278, 287];

let opened: OpenedStreams;
beforeAll(async () => {
  opened = await openStreams(readStreamsFolder(directory), { threads: 1 });
});
afterAll(() => opened.close());

const request: CanvasRequest = {
  before: Array.from({ length: 20 }, (_, i) => 20 + i),
  after: Array.from({ length: 15 }, (_, i) => 60 + i),
  cells: [MASK, 77, MASK, MASK, 99],
  rows: [0, 2, 3],
};

/** Softmax of logits with some ids left out. */
function distribution(logits: Float32Array, without: ReadonlySet<number>): number[] {
  const weights = Array.from(logits, (logit, id) => (without.has(id) ? 0 : Math.exp(logit)));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

async function expected(forbidden: readonly number[] = []): Promise<number[][]> {
  const logits = await opened.model.canvasLogits(request);
  const vocabulary = opened.config.vocab_size;
  const never = (id: number) => id < 4 || (id >= 6 && id < TEXT_IDS.first) || id >= TEXT_IDS.end;
  const ids = Array.from({ length: vocabulary }, (_, id) => id);
  const without = new Set([...ids.filter(never), ...forbidden]);
  return request.rows.map((_, i) => distribution(logits.subarray(i * vocabulary, (i + 1) * vocabulary), without));
}

describe('a pass', () => {
  it('answers with the eight likeliest ids of each row, their probabilities and the entropy', async () => {
    const predictions = await opened.model.predict(request);
    const wanted = await expected();
    expect(predictions).toHaveLength(3);
    for (const [index, { ids, probabilities, entropy, target }] of predictions.entries()) {
      const row = wanted[index] ?? [];
      const ranked = [...row.keys()].sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0)).slice(0, 8);
      expect(ids).toEqual(ranked);
      expect(
        largestDifference(
          probabilities,
          ranked.map((id) => row[id] ?? NaN),
        ),
      ).toBeLessThan(1e-5);
      const nats = -row.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);
      expect(Math.abs(entropy - nats)).toBeLessThan(1e-4);
      expect(target).toBeUndefined();
    }
  });

  it('holds DELETE and EXPAND back by what the manifest says, and nothing else', async () => {
    const manifest = { lengthBias: { delete: -2, expand: 1 } };
    const biased = await openStreams(readStreamsFolder(writeTinyModel(join(folder, 'biased'), { manifest })));
    const odds = async (from: OpenedStreams, id: number): Promise<number[]> => {
      const ask = async (target: number) => from.model.predict({ ...request, targets: request.rows.map(() => target) });
      const [found, other] = [await ask(id), await ask(200)];
      return found.map(({ target = NaN }, i) => Math.log(target / (other[i]?.target ?? NaN)));
    };
    for (const [id, by] of [
      [DELETE, -2],
      [EXPAND, 1],
      [77, 0],
    ] as const) {
      const before = await odds(opened, id);
      expect(
        largestDifference(
          await odds(biased, id),
          before.map((value) => value + by),
        ),
      ).toBeLessThan(1e-3);
    }
    await biased.close();
  });

  it('gives the whole distribution where it is asked for, what is held back included', async () => {
    const manifest = { lengthBias: { delete: -2, expand: 1 } };
    const biased = await openStreams(readStreamsFolder(writeTinyModel(join(folder, 'whole'), { manifest })));
    const forbidden = [77];
    for (const id of [DELETE, EXPAND, 200, MASK, 77]) {
      const targets = request.rows.map(() => id);
      const predictions = await biased.model.predict({ ...request, targets, forbidden, whole: true });
      const found = predictions.map(({ distribution: whole }) => whole?.[id] ?? NaN);
      expect(
        largestDifference(
          found,
          predictions.map(({ target }) => target ?? NaN),
        ),
      ).toBeLessThan(1e-6);
    }
    await biased.close();
  });

  it('gives the probability of each target', async () => {
    const targets = [77, DELETE, 200];
    const predictions = await opened.model.predict({ ...request, targets });
    const wanted = (await expected()).map((row, i) => row[targets[i] ?? NaN] ?? NaN);
    expect(
      largestDifference(
        predictions.map(({ target }) => target ?? NaN),
        wanted,
      ),
    ).toBeLessThan(1e-6);
  });

  it('forbids what the request forbids, in that pass only', async () => {
    const free = await opened.model.predict(request);
    const forbidden = free.map(({ ids }) => ids[0] ?? NaN);
    const wanted = await expected(forbidden);
    const bound = await opened.model.predict({ ...request, forbidden });
    for (const [i, { ids, probabilities }] of bound.entries()) {
      expect(ids.filter((id) => forbidden.includes(id))).toEqual([]);
      expect(probabilities[0]).toBeCloseTo(wanted[i]?.[ids[0] ?? NaN] ?? NaN, 5);
    }
    expect(await opened.model.predict(request)).toEqual(free);
  });

  it('never gives a special id or a row without a token, not even as the last resort', async () => {
    const everything = Array.from({ length: TEXT_IDS.end }, (_, id) => id).filter((id) => id > MASK && id !== 100);
    const [only] = await opened.model.predict({ ...request, rows: [0], forbidden: everything });
    expect(only?.ids).toEqual([100]);
    expect(only?.probabilities[0]).toBeCloseTo(1, 6);
    const targets = await Promise.all(
      UNUSABLE.map((id) => opened.model.predict({ ...request, rows: [0], targets: [id] })),
    );
    expect(targets.map(([prediction]) => prediction?.target)).toEqual(UNUSABLE.map(() => 0));
  });

  it('does not depend on which rows are asked, nor on their order', async () => {
    const together = await opened.model.predict({ ...request, rows: [3, 0] });
    const [alone] = await opened.model.predict({ ...request, rows: [3] });
    expect(together[0]?.ids).toEqual(alone?.ids);
    expect(largestDifference(together[0]?.probabilities ?? [], alone?.probabilities ?? [])).toBeLessThan(1e-6);
  });

  it('works at both ends of a document and in an empty one', async () => {
    for (const context of [
      { before: [], after: request.after },
      { before: request.before, after: [] },
      { before: [], after: [] },
    ]) {
      const [prediction] = await opened.model.predict({ ...context, cells: [MASK], rows: [0] });
      expect(prediction?.probabilities[0]).toBeGreaterThan(0);
    }
  });

  it('refuses to run without rows, with rows outside the canvas, and with too many cells', async () => {
    const { model } = opened;
    await expect(model.predict({ ...request, rows: [] })).rejects.toMatchObject({ kind: 'internal' });
    await expect(model.predict({ ...request, rows: [5] })).rejects.toMatchObject({ kind: 'internal' });
    await expect(model.predict({ ...request, targets: [1] })).rejects.toMatchObject({ kind: 'internal' });
    const cells = new Array<number>(model.maxCells + 1).fill(MASK);
    await expect(model.predict({ ...request, cells })).rejects.toMatchObject({ kind: 'input' });
  });
});

describe('several requests at once', () => {
  it('answer as they would one by one', async () => {
    const requests = [0, 3, 7].map((cut) => ({ ...request, before: request.before.slice(cut) }));
    const together = await Promise.all(requests.map((each) => opened.model.predict(each)));
    for (const [i, each] of requests.entries()) expect(together[i]).toEqual(await opened.model.predict(each));
  });

  it('can be aborted while they wait, and the others go on', async () => {
    const abort = new AbortController();
    const first = opened.model.predict({ ...request, before: [50, 51] });
    const aborted = opened.model.predict(request, abort.signal);
    abort.abort(new Error('no longer wanted'));
    await expect(aborted).rejects.toThrow('no longer wanted');
    expect(await first).toHaveLength(3);
  });

  it('let the process answer in between', async () => {
    let answered = false;
    setImmediate(() => (answered = true));
    await opened.model.predict(request);
    expect(answered).toBe(true);
  });
});

describe('opening a model', () => {
  it('describes it', async () => {
    const { info, model, tokenizerPath, close } = await openModel(directory, { threads: 1 });
    expect(info).toMatchObject({ id: 'tiny', directory, family: 'remask_streams', source: 'imported', licence: 'MIT' });
    expect(model).toMatchObject({ id: 'tiny', specials: { mask: 3, delete: 4, expand: 5 }, contextTokens: 24 });
    expect(tokenizerPath).toBe(join(directory, 'tokenizer.json'));
    await close();
  });

  it('reads weights in shards as it reads one file', async () => {
    const other = join(folder, 'shards');
    cpSync(directory, other, { recursive: true });
    const whole = SafetensorsFile.open(join(directory, 'model.safetensors'));
    const names = [...whole.entries.keys()];
    const shards = { 'a.safetensors': names.slice(0, 3), 'b.safetensors': names.slice(3) };
    for (const [file, tensors] of Object.entries(shards)) {
      const read = (name: string) => whole.read(name, whole.entries.get(name)?.shape ?? []);
      writeFileSync(join(other, file), encodeSafetensors(new Map(tensors.map((name) => [name, read(name)]))));
    }
    whole.close();
    const places = Object.entries(shards).flatMap(([file, tensors]) => tensors.map((name) => [name, file]));
    const index = { weight_map: Object.fromEntries(places) as object };
    writeFileSync(join(other, 'model.safetensors.index.json'), JSON.stringify(index));
    rmSync(join(other, 'model.safetensors'));
    writeManifest(other);
    const sharded = await openStreams(readStreamsFolder(other), { threads: 1 });
    expect(await sharded.logits([1, 20, 21])).toEqual(await opened.logits([1, 20, 21]));
    await sharded.close();
    const sizes = Object.keys(shards).map((name) => statSync(join(other, name)).size);
    expect(describeFolder(readStreamsFolder(other), 'imported').bytes).toBe((sizes[0] ?? 0) + (sizes[1] ?? 0));
  });

  it('explains weights that do not fit the config', async () => {
    const other = join(folder, 'mismatch');
    cpSync(directory, other, { recursive: true });
    const tensor = { shape: [3], data: new Float32Array(3) };
    writeFileSync(join(other, 'model.safetensors'), encodeSafetensors(new Map([['embed_tokens.weight', tensor]])));
    writeManifest(other);
    await expect(openModel(other)).rejects.toMatchObject({
      kind: 'model',
      message: expect.stringMatching(/model\.safetensors.*embed_tokens\.weight is \[3\].*\[288,32\]/) as string,
    });
  });

  it('refuses logits of ids and rows that do not exist', async () => {
    await expect(opened.logits([])).rejects.toMatchObject({ kind: 'input' });
    await expect(opened.logits([1, 288])).rejects.toThrow(/from 0 to 287; 288/);
    await expect(opened.logits([1, 2], [2])).rejects.toThrow(/from 0 to 1/);
    expect(await opened.logits([1, 20, 21])).toHaveLength(3);
  });
});
