import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completable, demandOf, marksOf } from '../../../engine/decode/constraints/brackets';
import { jsonGaps } from '../../../engine/decode/constraints/jsonSkeleton';
import { infill } from '../../../engine/decode/infill';
import { policyNames } from '../../../engine/decode/policies';
import type { HoleRequest } from '../../../engine/protocol/messages';
import { chaoticAnswer, fakeModel, testTokenizer, type Answer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const NOTHING = { before: '', after: '' };
const runs = fc.record({
  seed: fc.nat(500),
  policy: fc.constantFrom(...policyNames),
  passes: fc.integer({ min: 3, max: 9 }),
});

async function fill(
  text: string,
  hole: HoleRequest,
  options: { seed: number; policy: (typeof policyNames)[number]; passes: number },
) {
  const chaos = chaoticAnswer(options.seed, tokenizer.size);
  // As for a real model, no token is impossible.
  const answer: Answer = (request, row) => {
    const weights = new Map(chaos(request, row));
    for (let id = 16; id < tokenizer.size; id++) weights.set(id, (weights.get(id) ?? 0) + 0.0005);
    return weights;
  };
  const model = fakeModel({ answer, maxCells: 32 });
  const { holes } = await infill({ model, tokenizer }, { text, holes: [hole], options });
  return holes[0]?.text ?? '';
}

describe('completable', () => {
  it('lets each open cell stand for nothing or one bracket or quote', () => {
    expect(completable(['(', undefined], NOTHING)).toBe(true);
    expect(completable(['((', undefined], NOTHING)).toBe(false);
    expect(completable(['(', undefined, ']', undefined], NOTHING)).toBe(true);
    expect(completable(['(', undefined, ']'], NOTHING)).toBe(false);
    expect(completable(['([', undefined, undefined], NOTHING)).toBe(true);
    expect(completable([undefined, ')', '"'], NOTHING)).toBe(false);
    expect(completable([undefined, ')', '"', undefined], NOTHING)).toBe(true);
    expect(completable([undefined], { before: '', after: '}' })).toBe(true);
    expect(completable(['', ''], { before: '(', after: ')]' })).toBe(false);
  });

  it('reads from the text around what the hole has to open', () => {
    expect(demandOf('f(x) { }', { start: 6, end: 7 })).toEqual(NOTHING);
    expect(demandOf('f(x  }', { start: 4, end: 5 })).toBeUndefined();
    expect(demandOf('a  }', { start: 1, end: 2 })).toEqual({ before: '', after: '}' });
    expect(demandOf('f("(")', { start: 6, end: 6 })).toEqual(NOTHING);
  });
});

it('brackets and quotes of a hole are balanced, whatever model and policy', async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (options) => {
      const text = 'call(a, ) { }';
      const written = await fill(text, { span: { start: 8, end: 8 }, length: 6, keeps: 'brackets' }, options);
      expect(completable([marksOf(written)], NOTHING)).toBe(true);
    }),
    { numRuns: 15 },
  );
});

it('a run ends balanced where no token that fits the border has the bracket that is missing', async () => {
  const [re = 0, a = 0, open = 0] = ['re', 'a', '('].flatMap((text) => tokenizer.ids(text));
  const model = fakeModel({ answer: () => new Map([[a, 0.9], [re, 0.05], [open, 0.05]]) }); // prettier-ignore
  let turns = 0;
  const turn = <T>(work: () => Promise<T>): Promise<T> => {
    if (++turns > 20) throw new Error('the run does not end');
    return work();
  };
  const hole: HoleRequest = { span: { start: 1, end: 1 }, length: 1, keeps: 'brackets' };
  const { holes } = await infill({ model, tokenizer }, { text: 're)', holes: [hole] }, { turn });
  expect(holes[0]?.text).toBe('(');
});

describe('JSON', () => {
  const text = '{"name": "Ada", "age": 36.5e-1, "tags": ["x", ""], "on": true, "n": [-12, 0]}';

  it('offers the insides of values and the digits of numbers', () => {
    const gaps = jsonGaps(text, { start: 0, end: text.length });
    expect(gaps.map(({ span }) => text.slice(span.start, span.end))).toEqual(['Ada', '36', '5', '1', 'x', '12', '0']);
  });

  it('finds them in a value among other code, and in a piece of a document', () => {
    const found = (whole: string, part: string) => {
      const start = whole.indexOf(part);
      const gaps = jsonGaps(whole, { start, end: start + part.length });
      return gaps.map(({ span }) => whole.slice(span.start, span.end));
    };
    expect(found(`const quote = '"'; const x = {"a": "bc"};`, '{"a": "bc"}')).toEqual(['bc']);
    expect(found(text, 'da", "age": 36.5e-1')).toEqual(['36', '5', '1']);
  });

  it('are not found in comments, and a quote there, or one that nothing closes, begins no string', () => {
    const found = (whole: string, start = 0) => {
      const gaps = jsonGaps(whole, { start, end: whole.length });
      return gaps.map(({ span }) => whole.slice(span.start, span.end));
    };
    const disk = '{\n  // a 5" disk\n  "size": "small", /* 8" */\n  "name" /* 1 */ : "re//mask" // 3.5"\n}\n';
    expect(found(disk)).toEqual(['small', 're//mask']);
    expect(found(disk, disk.indexOf('"size"'))).toEqual(['small', 're//mask']);
    expect(found('{\n  "broken": "half,\n  "size": "small", "rest": "ha')).toEqual(['small']);
    expect(found('const inch = \'"\';\nconst disk = { "size": "small", };', 19)).toEqual(['small']);
    expect(found('["a\\"b", "\\\\", "x\\u0041"]')).toEqual(['a\\"b', '\\\\', 'x\\u0041']);
  });

  it('stays well-formed with the same keys, whatever model and policy', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (options) => {
        const written = await fill(
          text,
          { span: { start: 0, end: text.length }, keeps: 'json' },
          { ...options, passes: 20 },
        );
        const parsed = JSON.parse(written) as Record<string, unknown>;
        expect(Object.keys(parsed)).toEqual(['name', 'age', 'tags', 'on', 'n']);
        expect(parsed).toMatchObject({ on: true, age: expect.any(Number), name: expect.any(String) });
      }),
      { numRuns: 15 },
    );
  });

  it('stays well-formed where a last pass takes runners-up rather than repeat itself', async () => {
    const ids = ['a', '"', 'b'].map((letter) => tokenizer.ids(letter)[0] ?? 0);
    const model = fakeModel({ answer: () => new Map(ids.map((id, i) => [id, [0.9, 0.09, 0.01][i] ?? 0])) });
    const holes: HoleRequest[] = [{ span: { start: 0, end: 11 }, keeps: 'json' }];
    const job = { text: '["qrstuvw"]', holes, options: { passes: 1 } };
    const result = await infill({ model, tokenizer }, job);
    expect(JSON.parse(result.holes[0]?.text ?? '')).toEqual(['aaaabaaaa']);
  });

  it('keeps its digits where a policy deletes all that is behind a string', async () => {
    const [a = 0, seven = 0] = ['a', '7'].flatMap((letter) => tokenizer.ids(letter));
    const answer: Answer = () => new Map([[4, 0.9], [a, 0.06], [seven, 0.04]]); // prettier-ignore
    const holes: HoleRequest[] = [{ span: { start: 0, end: 11 }, keeps: 'json' }];
    const job = { text: '["xy", 123]', holes, options: { policy: 'dreamon' as const } };
    const result = await infill({ model: fakeModel({ answer }), tokenizer }, job);
    expect(JSON.parse(result.holes[0]?.text ?? '')).toEqual(['', 777]);
  });

  it('is refused where nothing may change', async () => {
    const hole: HoleRequest = { span: { start: 0, end: 12 }, keeps: 'json' };
    await expect(fill('{"a": true} ', hole, { seed: 1, policy: 'confidence', passes: 5 })).rejects.toThrow(
      /no JSON value/,
    );
  });
});
