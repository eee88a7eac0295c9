import { describe, expect, it } from 'vitest';
import { infill, type InfillJob } from '../../../engine/decode/infill';
import type { HoleDraft } from '../../../engine/protocol/messages';
import { fakeModel, knowingAnswer, testTokenizer, type FakeOptions } from '../../support/fakeModel';

const tokenizer = testTokenizer();

async function run(job: InfillJob, options: FakeOptions) {
  const model = fakeModel(options);
  const passes: (readonly HoleDraft[])[] = [];
  const result = await infill({ model, tokenizer }, job, { onPass: (_, holes) => passes.push(holes) });
  return { ...result, model, passEvents: passes };
}

const steady = (target: string, confidence = 0.7): FakeOptions => ({
  answer: knowingAnswer(tokenizer, target, () => confidence),
});

describe('infill', () => {
  it('writes what the model knows and drops the surplus', async () => {
    const text = 'a =;\n';
    const { holes, passEvents } = await run({ text, holes: [{ span: { start: 3, end: 3 } }] }, steady('x + y'));
    expect(holes[0]?.text).toBe('x + y');
    expect(holes[0]?.confidence).toBeCloseTo(0.7);
    expect(passEvents.length).toBeGreaterThan(1);
    expect(passEvents.at(-1)?.[0]?.text).toBe('x + y');
  });

  it('lets masked cells fall to none and reports each pass once', async () => {
    const { passEvents, passes } = await run(
      { text: '', holes: [{ span: { start: 0, end: 0 }, length: 12 }] },
      steady('abcdefghijkl', 0.45),
    );
    const masked = passEvents.map(([hole]) => hole?.cells.filter((cell) => cell.state === 'masked').length);
    expect(passes).toBe(passEvents.length);
    expect(masked).toEqual([...masked].sort((a, b) => (b ?? 0) - (a ?? 0)));
    expect(masked[0]).toBeGreaterThan(0);
    expect(masked.at(-1)).toBe(0);
  });

  it('starts from given cells: texts stay as they are, whatever the document says there', async () => {
    const hole = { span: { start: 1, end: 4 }, cells: [{ text: 'x' }, { open: 3 }, { text: 'z' }] };
    const { holes, passEvents } = await run({ text: 'a...b', holes: [hole] }, steady('xpqrz'));
    expect(holes[0]?.text).toBe('xpqrz');
    expect(passEvents[0]?.[0]?.cells.map(({ state }) => state === 'pinned')).toEqual([true, false, false, false, true]);
  });

  it('keeps a length that is to be kept, though the model would delete or expand', async () => {
    const text = 'a =;\n';
    const hole = { span: { start: 3, end: 3 }, cells: [{ open: 7 }] };
    const free = await run({ text, holes: [hole] }, steady('x + y'));
    expect(free.holes[0]?.cells).toHaveLength(5);
    const kept = await run({ text, holes: [{ ...hole, keepsLength: true }] }, steady('x + y'));
    expect(kept.holes[0]?.cells).toHaveLength(7);
    const greedy: FakeOptions = {
      answer: () =>
        new Map([
          [5, 0.9],
          [20, 0.1],
        ]),
    };
    const bound = await run({ text, holes: [{ ...hole, keepsLength: true }] }, greedy);
    expect(bound.holes[0]?.cells).toHaveLength(7);
  });

  it('refuses more given cells than a run may have', async () => {
    const hole = { span: { start: 0, end: 0 }, cells: [{ open: 1e9 }] };
    await expect(run({ text: '', holes: [hole] }, steady('x'))).rejects.toThrow('at most');
  });

  it('grows by EXPAND', async () => {
    const word = tokenizer.ids('abc');
    const answer: FakeOptions['answer'] = ({ cells }, row) =>
      new Map([
        [cells.length < 3 ? 5 : (word[row] ?? 4), 0.95],
        [30, 0.05],
      ]);
    const { holes } = await run(
      { text: '', holes: [{ span: { start: 0, end: 0 }, length: 1 }], options: { passes: 9 } },
      { answer },
    );
    expect(holes[0]?.text).toBe('abc');
  });

  it('never deletes all of a hole that holds nothing else', async () => {
    const answer: FakeOptions['answer'] = () =>
      new Map([
        [4, 0.99],
        [tokenizer.ids('q')[0] ?? 0, 0.01],
      ]);
    const { holes } = await run({ text: 'ab', holes: [{ span: { start: 1, end: 1 } }] }, { answer });
    expect(holes[0]?.text).toBe('q');
    expect(holes[0]?.confidence).toBeCloseTo(0.01);
  });

  it('takes a token that can be seen, rather than a likelier space, where all would be deleted', async () => {
    const [space = 0, x = 0] = tokenizer.ids(' x');
    const answer: FakeOptions['answer'] = () => new Map([[4, 0.9], [space, 0.08], [x, 0.02]]); // prettier-ignore
    for (const length of ['auto', 1, 3] as const) {
      const { holes } = await run({ text: 'ab', holes: [{ span: { start: 1, end: 1 }, length }] }, { answer });
      expect(holes[0]?.text).toBe('x');
    }
  });

  it('shows some text where its first cell is the document’s own and the others would be deleted', async () => {
    const [feed = 0, x = 0] = tokenizer.ids('\nx');
    const answer: FakeOptions['answer'] = (_, row) =>
      new Map<number, number>([row === 0 ? [feed, 0.9] : [4, 0.8], [x, 0.1]]);
    for (const length of ['auto', 3] as const) {
      const { holes } = await run({ text: 'a\n\nb', holes: [{ span: { start: 2, end: 2 }, length }] }, { answer });
      expect(holes[0]?.text).toBe('x');
    }
  });

  it('shows some text where its only cell would be the document’s own', async () => {
    const [space = 0] = tokenizer.ids(' ');
    const [spaces = 0] = tokenizer.ids('  ');
    const answer: FakeOptions['answer'] = () => new Map([[space, 0.9], [4, 0.05], [spaces, 0.01]]); // prettier-ignore
    const { holes } = await run({ text: 'a = ;', holes: [{ span: { start: 4, end: 4 }, length: 1 }] }, { answer });
    expect(holes[0]?.text).toBe(' ');
  });

  it('asks again rather than delete all of a hole where every other likely token is banned', async () => {
    const id = (text: string): number => tokenizer.ids(text)[0] ?? 0;
    const banned = [...'abcdefg'];
    const answer: FakeOptions['answer'] = () =>
      new Map([...banned.map((text) => [id(text), 0.1] as const), [4, 0.29], [id('q'), 0.01]]);
    const hole = { span: { start: 1, end: 1 }, length: 1, bannedTexts: banned };
    for (const policy of ['adaptive', 'remdm-cap'] as const) {
      const { holes } = await run({ text: '()', holes: [hole], options: { policy } }, { answer });
      expect(holes[0]?.text).toBe('q');
    }
  });

  it('ends where nothing but DELETE may stand in a hole', async () => {
    const x = tokenizer.ids('x')[0] ?? 0;
    const answer: FakeOptions['answer'] = () => new Map([[x, 0.9], [4, 0.1]]); // prettier-ignore
    const hole = { span: { start: 1, end: 1 }, length: 1, bannedTexts: ['x'] };
    const { holes } = await run({ text: '()', holes: [hole], options: { policy: 'remdm-cap' } }, { answer });
    expect(holes[0]?.text).toBe('');
  });

  it('gives the document beside the hole, and each hole the others as they are', async () => {
    const text = 'abcdef';
    const spans = [
      { start: 1, end: 2 },
      { start: 4, end: 5 },
    ];
    const job = { text, holes: spans.map((span) => ({ span, length: 1 })) };
    const { model, holes } = await run(job, steady('X', 0.95));
    expect(holes.map((hole) => hole.text)).toEqual(['X', 'X']);
    const [x = 0] = tokenizer.ids('X');
    expect(model.requests[0]).toMatchObject({
      before: tokenizer.ids('a'),
      after: [...tokenizer.ids('cd'), 3, ...tokenizer.ids('f')],
    });
    expect(model.requests[1]).toMatchObject({
      before: [...tokenizer.ids('a'), x, ...tokenizer.ids('cd')],
      after: tokenizer.ids('f'),
    });
  });

  it('goes block by block where the canvas does not fit, without hiding the suffix', async () => {
    const target = 'abcdefghijklmnop';
    const ids = tokenizer.ids(target);
    const answer: FakeOptions['answer'] = ({ before }, row) =>
      new Map([
        [ids[before.length - 1 + row] ?? 4, 0.95],
        [30, 0.05],
      ]);
    const { holes, model } = await run(
      { text: '<>', holes: [{ span: { start: 1, end: 1 }, length: 16 }] },
      { answer, maxCells: 8, contextTokens: 16 },
    );
    expect(holes[0]?.text).toBe(target);
    expect(model.requests[0]?.after).toEqual([3, 3, 3, 3, ...tokenizer.ids('>')]);
  });

  it('warms the context that its first pass asks for', async () => {
    const { model, contextRows } = await run({ text: 'ab', holes: [{ span: { start: 1, end: 1 } }] }, steady('x'));
    expect(contextRows).toBe(2);
    expect(model.requests[0]).toMatchObject({ before: model.warmed[0]?.before, after: model.warmed[0]?.after });
  });

  it('lets the first token bring the space before the hole, which stays in the document', async () => {
    const [space = 0, x = 0, y = 0] = [' ', 'x', 'y'].flatMap((text) => tokenizer.ids(text));
    const answer: FakeOptions['answer'] = (_, row) =>
      new Map(row === 0 ? [[x, 0.8], [space, 0.2]] : [[y, 0.95], [x, 0.05]]); // prettier-ignore
    const job = { text: 'a = ;', holes: [{ span: { start: 4, end: 4 }, length: 2 }] };
    const { holes, model } = await run(job, { answer });
    expect(model.requests[0]).toMatchObject({ before: tokenizer.ids('a ='), after: tokenizer.ids(';'), rows: [0, 1] });
    expect(model.requests[1]?.rows).toEqual([0]);
    expect(model.requests[1]?.forbidden).toContain(x);
    expect(holes[0]?.cells.map((cell) => [cell.text, cell.confidence])).toEqual([['', 1], ['y', 0.95]]); // prettier-ignore
  });

  it('lets the first token bring the line break before the hole, and with it the indentation', async () => {
    const [lineBreak = 0, x = 0, y = 0] = ['\n', 'x', 'y'].flatMap((text) => tokenizer.ids(text));
    const answer: FakeOptions['answer'] = (_, row) =>
      new Map(row === 0 ? [[x, 0.8], [lineBreak, 0.2]] : [[y, 0.95], [x, 0.05]]); // prettier-ignore
    for (const text of ['a\n\n;', 'a\r\n\r\n;']) {
      const at = text.indexOf('\n') + 1;
      const { holes, model } = await run({ text, holes: [{ span: { start: at, end: at }, length: 2 }] }, { answer });
      expect(model.requests[0]?.before).toEqual(tokenizer.ids('a'));
      expect(model.requests[1]?.forbidden).toContain(x);
      expect(holes[0]).toMatchObject({ text: 'y', span: { start: at, end: at } });
    }
  });

  it('takes indentation, and a space that a pin or another hole follows, as they are', async () => {
    const indented = await run({ text: 'a\n  ;', holes: [{ span: { start: 4, end: 4 }, length: 1 }] }, steady('x'));
    expect(indented.model.requests[0]?.before).toEqual(tokenizer.ids('a\n  '));
    const pinned = { span: { start: 2, end: 4 }, pins: [{ start: 2, end: 3 }], length: 1 };
    const { model } = await run({ text: 'a bc', holes: [pinned] }, steady('x'));
    expect(model.requests[0]?.before).toEqual(tokenizer.ids('a '));
  });

  it('writes the line breaks of its document', async () => {
    const { holes } = await run(
      { text: 'a\r\nbc\r\n', holes: [{ span: { start: 4, end: 5 }, length: 8 }] },
      steady('x\n  y'),
    );
    expect(holes[0]?.text).toBe('x\r\n  y');
  });

  it('names alternatives with the line breaks of its document', async () => {
    const [x = 0, lineBreak = 0] = ['x', '\n'].flatMap((text) => tokenizer.ids(text));
    const answer: FakeOptions['answer'] = () => new Map([[x, 0.8], [lineBreak, 0.2]]); // prettier-ignore
    const named = async (text: string, at: number) => {
      const { holes } = await run({ text, holes: [{ span: { start: at, end: at }, length: 1 }] }, { answer });
      return holes[0]?.cells[0]?.alternatives.map((other) => other.text);
    };
    expect(await named('a\r\n()', 4)).toEqual(['\r\n']);
    expect(await named('a\n()', 3)).toEqual(['\n']);
  });

  it('writes characters of several bytes, and none that its bytes do not spell', async () => {
    const emoji = await run({ text: '', holes: [{ span: { start: 0, end: 0 } }] }, steady('é👧', 0.6));
    expect(emoji.holes[0]?.text).toBe('é👧');
    const lead = tokenizer.ids('é')[0] ?? 0;
    const answer: FakeOptions['answer'] = () =>
      new Map([
        [lead, 0.9],
        [tokenizer.ids('e')[0] ?? 0, 0.1],
      ]);
    const stray = await run(
      { text: '', holes: [{ span: { start: 0, end: 0 }, length: 4 }], options: { passes: 3 } },
      { answer },
    );
    expect(stray.holes[0]?.text).not.toContain('\ufffd');
    expect(stray.holes[0]?.text).toMatch(/e/);
  });

  it('does not write a banned text again, at the same number of cells', async () => {
    const job = { text: 'a = ;', holes: [{ span: { start: 4, end: 4 }, length: 2, bannedTexts: ['xy', 'longer'] }] };
    const [space = 0, x = 0, z = 0] = [' ', 'x', 'z'].flatMap((text) => tokenizer.ids(text));
    const answer: FakeOptions['answer'] = (_, row) =>
      new Map(row === 0 ? [[space, 0.6], [x, 0.4]] : [[x, 0.7], [z, 0.3]]); // prettier-ignore
    // The hole's first cell brings the space, so that " xy" has three tokens and "x" two: the latter's second is x.
    expect((await run(job, { answer })).holes[0]?.text).toBe('x');
    const again = { ...job, holes: job.holes.map((hole) => ({ ...hole, bannedTexts: ['x', 'y'] })) };
    expect((await run(again, { answer })).holes[0]?.text).toBe('z');
    const hot = { ...again, options: { temperature: 2, policy: 'p2' as const } };
    expect((await run(hot, { answer })).holes[0]?.text).toBe('z');
  });

  it('names alternatives, never the one chosen nor a control token', async () => {
    const { holes } = await run({ text: '', holes: [{ span: { start: 0, end: 0 }, length: 1 }] }, steady('x', 0.6));
    const others = holes[0]?.cells[0]?.alternatives ?? [];
    expect(others).toHaveLength(2);
    expect(others.map((other) => other.text)).not.toContain('x');
  });
});

describe('bad input is refused before anything runs', () => {
  const hole = (start: number, end: number) => ({ span: { start, end } });
  it.each<[string, Partial<InfillJob>, RegExp]>([
    ['no hole', { holes: [] }, /no hole given/],
    ['outside', { holes: [hole(0, 99)] }, /outside the document: its length is 6/],
    ['negative', { holes: [hole(-1, 2)] }, /outside the document/],
    ['reversed', { holes: [hole(3, 1)] }, /reversed/],
    ['overlap', { holes: [hole(0, 3), hole(2, 4)] }, /overlap/],
    ['inside a character', { holes: [hole(1, 5)] }, /inside a character/],
    ['pin outside', { holes: [{ ...hole(1, 3), pins: [{ start: 0, end: 2 }] }] }, /pins must be/],
    ['all pinned', { holes: [{ ...hole(1, 3), pins: [{ start: 1, end: 3 }] }] }, /everything in the range is pinned/],
    ['length', { holes: [{ ...hole(1, 3), length: 0 }] }, /length must be a whole number/],
    ['too many cells', { holes: [{ ...hole(1, 3), length: 5000 }] }, /length must be a whole number from 1 to 4096/],
    ['seed', { options: { seed: -1 } }, /seed must be/],
    ['passes', { options: { passes: 1.5 } }, /passes must be/],
    ['temperature', { options: { temperature: Number.NaN } }, /temperature must be/],
    [
      'policy',
      { options: { policy: 'magic' as 'steps' } },
      /unknown policy 'magic': choose adaptive, confidence, steps/,
    ],
  ])('%s', async (_, job, message) => {
    const model = fakeModel(steady('x'));
    const whole: InfillJob = { text: 'abcd👧', holes: [hole(1, 2)], ...job };
    await expect(infill({ model, tokenizer }, whole)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(message),
    });
    expect(model.requests).toEqual([]);
  });

  it('a hole of thousands of lines', async () => {
    const text = 'const a = 1;\n'.repeat(5000);
    const job = { text, holes: [{ span: { start: 0, end: text.length } }] };
    await expect(run(job, steady('x'))).rejects.toThrow(/needs \d+ tokens: at most 4096 fit in one run/);
    const longer = text.repeat(10);
    await expect(run({ text: longer, holes: [hole(0, longer.length)] }, steady('x'))).rejects.toThrow(
      /the range is too long/,
    );
  });

  it('fewer passes than blocks', async () => {
    const job = { text: '', holes: [{ ...hole(0, 0), length: 64 }], options: { passes: 3 } };
    await expect(run(job, { ...steady('x'), maxCells: 8 })).rejects.toThrow(/3 passes are too few .* at least 11/);
  });
});
