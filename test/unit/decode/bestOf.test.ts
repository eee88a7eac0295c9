import { describe, expect, it } from 'vitest';
import type { CanvasRequest } from '../../../engine/decode/canvasModel';
import type { DraftHooks } from '../../../engine/decode/drafts';
import { infill } from '../../../engine/decode/infill';
import { parseTrace, replay } from '../../../engine/decode/trace';
import type { DecodeOptions, HoleDraft, RankedDraft } from '../../../engine/protocol/messages';
import { fakeModel, SPECIALS, testTokenizer, type Answer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const LETTERS = [...'qwrtzp'].map((letter) => tokenizer.ids(letter)[0] ?? 0);

/** What a cell is likely to hold depends on both of its neighbours, so that some drafts fit together better than others. */
const neighbourly: Answer = ({ cells }, row) => weightsAt(cells, row);
function weightsAt(cells: readonly number[], row: number): Map<number, number> {
  const [left, right] = [cells[row - 1] ?? 0, cells[row + 1] ?? 0];
  return new Map(LETTERS.map((id) => [id, 0.05 + (((id * 31 + left * 17 + right * 7 + row * 3) % 23) / 23) ** 3]));
}

const TEXT = '(abcdefghij)';
const HOLE = { span: { start: 1, end: 11 }, pins: [{ start: 4, end: 5 }], length: 9 };
const job = (options: DecodeOptions) => ({ text: TEXT, holes: [HOLE], options: { allowRepeats: true, ...options } });

async function run(options: DecodeOptions, hooks: DraftHooks = {}) {
  const model = fakeModel({ answer: neighbourly });
  const passes: (readonly HoleDraft[])[] = [];
  const tools = { model, tokenizer };
  const onPass = (_: number, holes: readonly HoleDraft[]) => void passes.push(holes);
  const { ms: _, ...result } = await infill(tools, job(options), { ...hooks, onPass });
  return { result, passes, model };
}

/** Geometric mean over the cells that are not pinned, each fourth of them masked at once: worked out from the letters. */
function likelihood(cells: readonly { readonly text: string; readonly state: string }[]): number {
  const ids = cells.map(({ text }) => tokenizer.ids(text)[0] ?? 0);
  const free = cells.flatMap(({ state }, i) => (state === 'pinned' ? [] : [i]));
  const logs = free.map((at, order) => {
    const shown = ids.map((id, i) => (free.includes(i) && free.indexOf(i) % 4 === order % 4 ? SPECIALS.mask : id));
    const weights = weightsAt(shown, at);
    const sum = [...weights.values()].reduce((a, b) => a + b, 0);
    return Math.log((weights.get(ids[at] ?? 0) ?? 0) / sum);
  });
  return Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length);
}

/** The draft of the ranking, made alone. */
async function alone({ seed, temperature }: RankedDraft) {
  return run({ seed, temperature });
}

/** A seed with which the best of four is not the first. */
const SEED = 4;

describe('best of N', () => {
  it('of one is the run without it, request by request', async () => {
    const started: unknown[] = [];
    const onStart = (...about: unknown[]): void => void started.push(about);
    const plain = await run({ seed: SEED, temperature: 0.9 }, { onStart });
    const one = await run({ seed: SEED, temperature: 0.9, bestOf: 1 }, { onStart });
    const requestsOf = ({ model }: typeof one) => model.requests.map(({ history: _, ...request }) => request);
    expect(JSON.stringify([one.result, one.passes])).toBe(JSON.stringify([plain.result, plain.passes]));
    expect(requestsOf(one)).toEqual(requestsOf(plain));
    expect(JSON.stringify(started[1])).toBe(JSON.stringify(started[0]));
    expect(one.result).not.toHaveProperty('ranking');
  });

  it('makes the first draft as it is without, the others with the next seeds and a temperature', async () => {
    const { result } = await run({ seed: SEED, bestOf: 3 });
    expect(result.ranking?.map(({ seed, temperature }) => [seed, temperature])).toEqual([
      [SEED, 0],
      [SEED + 1, 0.7],
      [SEED + 2, 0.7],
    ]);
    const hot = await run({ seed: 2 ** 32 - 1, temperature: 1.2, bestOf: 2 });
    expect(hot.result.ranking).toMatchObject([{ temperature: 1.2 }, { seed: 0, temperature: 1.2 }]);
  });

  it.each([1, 2, 3, SEED, 5])('returns the likeliest draft, with its passes and no other (seed %d)', async (seed) => {
    const { result, passes } = await run({ seed, bestOf: 4 });
    const drafts = await Promise.all((result.ranking ?? []).map(alone));
    const scores = drafts.map((draft) => likelihood(draft.result.holes[0]?.cells ?? []));
    expect(new Set(drafts.map((draft) => draft.result.holes[0]?.text)).size).toBeGreaterThan(1);
    result.ranking?.forEach((ranked, i) => expect(ranked.likelihood).toBeCloseTo(scores[i] ?? -1, 10));
    const best = scores.indexOf(Math.max(...scores));
    expect(result.ranking?.map(({ chosen }) => chosen)).toEqual(scores.map((_, i) => i === best));
    expect(result.holes).toEqual(drafts[best]?.result.holes);
    expect(passes).toEqual(drafts[best]?.passes);
    expect(result).toMatchObject({ seed, passes: passes.length });
  });

  it('counts the tokens of all holes and blocks alike, each with the finished draft around it', async () => {
    const [q = 0, w = 0] = LETTERS;
    const seen = ({ before, after }: CanvasRequest) => ![...before, ...after].includes(SPECIALS.mask);
    const answer: Answer = (request) => new Map([[q, seen(request) && request.targets ? 0.8 : 0.6], [w, 0.2]]); // prettier-ignore
    const model = fakeModel({ answer, maxCells: 4 });
    const holes = [{ span: { start: 1, end: 7 }, length: 6 }, { span: { start: 9, end: 11 }, length: 2 }]; // prettier-ignore
    const { ranking, ...result } = await infill({ model, tokenizer }, { ...job({ bestOf: 2 }), holes });
    expect(result.holes.map(({ text }) => text)).toEqual(['qqqqqq', 'qq']);
    expect(ranking?.[0]).toMatchObject({ chosen: true, temperature: 0 });
    expect(ranking?.[0]?.likelihood).toBeCloseTo(0.8, 10);
  });

  it('gives the same for the same seed', async () => {
    const [once, again] = [await run({ seed: SEED, bestOf: 4 }), await run({ seed: SEED, bestOf: 4 })];
    expect([again.result, again.passes]).toEqual([once.result, once.passes]);
    expect(once.result.ranking?.[0]?.chosen).toBe(false);
  });

  it('computes the context once, and sees the same one in every pass of every draft', async () => {
    const [one, four] = [await run({ seed: SEED }), await run({ seed: SEED, bestOf: 4 })];
    expect(four.model.warmed).toEqual(one.model.warmed);
    expect(four.result.contextRows).toBe(one.result.contextRows);
    const contexts = four.model.requests.map(({ before, after }) => JSON.stringify([before, after]));
    expect(new Set(contexts).size).toBe(1);
  });

  it('stops between drafts when cancelled, and tells of no pass', async () => {
    const one = await run({ seed: SEED });
    const ofFirst = one.model.requests.length + 4;
    const model = fakeModel({ answer: neighbourly });
    const abort = new AbortController();
    const told: number[] = [];
    const turn: DraftHooks['turn'] = (work) => {
      if (model.requests.length === ofFirst) abort.abort(new Error('cancelled'));
      abort.signal.throwIfAborted();
      return work(abort.signal);
    };
    const running = infill({ model, tokenizer }, job({ seed: SEED, bestOf: 4 }), {
      turn: async (work) => turn(work),
      onPass: (pass) => told.push(pass),
    });
    await expect(running).rejects.toThrow('cancelled');
    expect(model.requests).toHaveLength(ofFirst);
    expect(told).toEqual([]);
  });

  it('leaves a trace of the best draft alone, which replays exactly', async () => {
    const lines: object[] = [];
    const about = { version: '0', model: { id: 'fake', sha256: 'f' }, documentSha256: 'd' };
    const onStart: DraftHooks['onStart'] = (scene, settings) =>
      void lines.push({ type: 'trace', schema: 1, ...about, settings, scene });
    const { passes, result } = await run({ seed: SEED, bestOf: 4 }, { onStart });
    passes.forEach((holes, i) => lines.push({ type: 'pass', pass: i + 1, holes }));
    const trace = parseTrace(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(trace.header.settings.seed).toBe(result.ranking?.find(({ chosen }) => chosen)?.seed);
    const tools = { model: fakeModel({ answer: neighbourly }), tokenizer };
    expect(await replay(tools, trace)).toEqual({ passes: passes.length });
  });

  it.each([0, 9, 1.5])('refuses %d drafts', async (bestOf) => {
    await expect(run({ bestOf })).rejects.toThrow(/best of must be a whole number from 1 to 8/);
  });
});
