import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CanvasRequest } from '../../../engine/decode/canvasModel';
import type { DraftHooks } from '../../../engine/decode/drafts';
import { infill, type InfillJob } from '../../../engine/decode/infill';
import { parseTrace, replay } from '../../../engine/decode/trace';
import type { DecodeOptions, HoleDraft, HoleRequest } from '../../../engine/protocol/messages';
import type { StartPart } from '../../../engine/text/canvas';
import { fakeModel, testTokenizer, type Answer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const LETTERS = [...'qwrtzp'].map((letter) => tokenizer.ids(letter)[0] ?? 0);
/** What a cell is likely to hold depends on its place and its neighbours, and nothing is deleted. */
const answer: Answer = ({ cells }, row) => {
  const [left, right] = [cells[row - 1] ?? 0, cells[row + 1] ?? 0];
  return new Map(LETTERS.map((id) => [id, 0.05 + (((id * 31 + left * 17 + right * 7 + row * 3) % 23) / 23) ** 3]));
};

const TEXT = '(abcdefghij)';
const FREE: HoleRequest = { span: { start: 1, end: 11 } };
const GIVEN: HoleRequest = { ...FREE, length: 9 };

interface Told {
  readonly policy: string;
  readonly seed: number;
  readonly temperature: number;
  readonly passes: (readonly HoleDraft[])[];
  readonly header: object;
}

/** What a run is told in the course of time. */
interface Sound {
  readonly problems: (fillings: readonly string[]) => number;
  readonly most: number;
  readonly skeletons?: () => readonly (readonly StartPart[])[];
}

function later({ problems, most, skeletons }: Sound): NonNullable<InfillJob['sound']> {
  return {
    problems: (fillings) => Promise.resolve(problems(fillings)),
    most,
    ...(skeletons && { skeletons: () => Readable.from(skeletons()) as AsyncIterable<readonly StartPart[]> }),
  };
}

async function run(
  hole: HoleRequest,
  sound: Sound | undefined,
  options: DecodeOptions = {},
  { says = answer, text = TEXT }: { readonly says?: Answer; readonly text?: string } = {},
) {
  const model = fakeModel({ answer: says });
  const told: Told[] = [];
  const onStart: DraftHooks['onStart'] = (scene, { policy, seed, temperature, ...settings }) =>
    told.push({
      ...{ policy, seed, temperature, passes: [] },
      header: { scene, settings: { policy, seed, temperature, ...settings } },
    });
  const onPass = (pass: number, holes: readonly HoleDraft[]): void => {
    expect(pass).toBe((told.at(-1)?.passes.length ?? 0) + 1);
    told.at(-1)?.passes.push(holes);
  };
  const job = {
    text,
    holes: [hole],
    options: { allowRepeats: true, ...options },
    ...(sound && { sound: later(sound) }),
  };
  const { ms: _, ...result } = await infill({ model, tokenizer }, job, { onStart, onPass });
  return { result, told, model };
}

const textsOf = (told: readonly Told[]): string[] => told.map(({ passes }) => passes.at(-1)?.[0]?.text ?? '');

describe('drafting anew', () => {
  it('does not, where the first draft is sound', async () => {
    const plain = await run(FREE, undefined);
    const sound = await run(FREE, { problems: () => 0, most: 12 });
    expect(sound.result).toEqual({ ...plain.result, syntax: { drafts: 1, problems: 0 } });
    expect(sound.told).toHaveLength(1);
    expect(plain.result).not.toHaveProperty('syntax');
  });

  it('goes on carefully, then with other lengths, until one is sound', async () => {
    const seen: string[] = [];
    const problems = ([text = '']: readonly string[]): number => (seen.push(text), seen.length === 5 ? 0 : 2);
    const { result, told } = await run(FREE, { problems, most: 12 });
    expect(told.map(({ policy }) => policy)).toEqual(['adaptive', ...Array<string>(4).fill('threshold')]);
    const length = seen[1]?.length ?? 0;
    expect(seen.map((text) => text.length - length).slice(1)).toEqual([0, -1, 1, -2]);
    expect(textsOf(told)).toEqual(seen);
    expect(result).toMatchObject({ holes: [{ text: seen[4] }], syntax: { drafts: 5, problems: 0 } });
    expect(result.passes).toBe(told[4]?.passes.length);
  });

  it('becomes shorter where as long a text is replaced as a draft is seldom sound with', async () => {
    const seen: string[] = [];
    const problems = ([text = '']: readonly string[]): number => (seen.push(text), 1);
    const text = `(${'abcdefghij'.repeat(2)})`;
    await run({ span: { start: 1, end: 21 } }, { problems, most: 12 }, {}, { text });
    // 20 tokens and five spare cells, none of which this model deletes.
    expect(seen.map(({ length }) => length)).toEqual([25, 25, 20, 16, 13, 10, 8, 6, 9, 5, 13, 9]);
    const empty: string[] = [];
    const count = ([text = '']: readonly string[]): number => (empty.push(text), 1);
    await run({ span: { start: 1, end: 1 } }, { problems: count, most: 4 }, {}, { text });
    const [first = ''] = empty;
    expect(empty.map(({ length }) => length - first.length)).toEqual([0, 0, -1, 1]);
  });

  describe('where the text that is replaced stays in its block,', () => {
    const closing: Answer = (request, row) => {
      const [brace = 0] = tokenizer.ids('}');
      const isLong = request.cells.length > FREE.span.end - FREE.span.start;
      return new Map([...answer(request, row), ...(isLong ? [[brace, 2] as const] : [])]);
    };

    it('goes on until a sound draft does, too', async () => {
      const seen: string[] = [];
      const problems = ([text = '']: readonly string[]): number => (seen.push(text), 0);
      const { result } = await run(FREE, { problems, most: 24 }, {}, { says: closing });
      expect(seen.length).toBeGreaterThan(1);
      expect(seen.map((text) => text.includes('}'))).toEqual([...Array<boolean>(seen.length - 1).fill(true), false]);
      expect(result).toMatchObject({ holes: [{ text: seen.at(-1) }], syntax: { drafts: seen.length, problems: 0 } });
    });

    it('prefers a sound draft that leaves it to one that is not sound', async () => {
      const problems = ([text = '']: readonly string[]): number => (text.includes('}') ? 0 : 1);
      const { result } = await run(FREE, { problems, most: 24 }, {}, { says: closing });
      expect(result.holes[0]?.text).toContain('}');
      expect(result.syntax?.problems).toBe(0);
    });

    it('does not where that leaves it itself', async () => {
      const text = '(abcde}ghij)';
      const hole = { span: { start: 1, end: 11 } };
      const { result } = await run(hole, { problems: () => 0, most: 24 }, {}, { says: closing, text });
      expect(result).toMatchObject({
        holes: [{ text: expect.stringContaining('}') as string }],
        syntax: { drafts: 1 },
      });
    });
  });

  describe('where there was no text,', () => {
    const text = '(\n\n)';
    const empty = { span: { start: 2, end: 2 } };
    /** White space, unless there is more room than a draft begins with. */
    const shy: Answer = (request, row) => {
      const [space = 0] = tokenizer.ids('\n');
      const isLong = request.cells.length > 12;
      return new Map([...answer(request, row), ...(isLong ? [] : [[space, 2] as const])]);
    };

    it('goes on until a sound draft shows some', async () => {
      const seen: string[] = [];
      const problems = ([filling = '']: readonly string[]): number => (seen.push(filling), 0);
      const { result } = await run(empty, { problems, most: 24 }, {}, { says: shy, text });
      expect(seen.map((filling) => filling.trim() === '')).toEqual([true, true, true, false]);
      expect(result).toMatchObject({ holes: [{ text: seen[3] }], syntax: { drafts: 4, problems: 0 } });
    });

    it('prefers a sound draft of white space to one that is not sound', async () => {
      const problems = ([filling = '']: readonly string[]): number => (filling.trim() === '' ? 0 : 1);
      const { result } = await run(empty, { problems, most: 24 }, {}, { says: shy, text });
      expect(result.holes[0]?.text.trim()).toBe('');
      expect(result.syntax?.problems).toBe(0);
    });

    it('leaves white space where text was', async () => {
      const blank: Answer = (request, row) => new Map([...answer(request, row), [tokenizer.ids('\n')[0] ?? 0, 2]]);
      const { result } = await run(FREE, { problems: () => 0, most: 24 }, {}, { says: blank });
      expect(result.syntax?.drafts).toBe(1);
    });
  });

  it('takes other seeds where the length is given', async () => {
    const { result, told } = await run(GIVEN, { problems: () => 1, most: 4 }, { seed: 7 });
    expect(told.slice(0, 4).map(({ seed, temperature }) => [seed, temperature])).toEqual([
      [7, 0],
      [7, 0],
      [8, 0.7],
      [9, 0.7],
    ]);
    expect(textsOf(told).map(({ length }) => length)).toEqual(Array(told.length).fill(9));
    expect(result.syntax).toEqual({ drafts: 4, problems: 1 });
  });

  it('keeps the earliest of those with the fewest problems, and tells it last', async () => {
    const counts = [3, 2, 1, 1, 2];
    const seen: string[] = [];
    const problems = ([text = '']: readonly string[]): number => counts[seen.push(text) - 1] ?? 9;
    const { result, told } = await run(FREE, { problems, most: 5 });
    expect(told).toHaveLength(6);
    expect(told[5]).toEqual(told[2]);
    expect(result).toMatchObject({ holes: [{ text: seen[2] }], syntax: { drafts: 5, problems: 1 } });
  });

  it.each([
    ['other lengths', FREE],
    ['other seeds', GIVEN],
  ])('keeps brackets balanced at last, after %s', async (_, hole) => {
    const brackets: Answer = ({ cells }, row) => {
      const plain = answer({ cells } as CanvasRequest, row);
      return new Map([...plain, ...tokenizer.ids('([{').map((id): [number, number] => [id, 2])]);
    };
    const isBalanced = (text: string): boolean => {
      const less = text.replace(/[^()[\]{}]/g, '').replace(/\(\)|\[\]|\{\}/g, '');
      return less === '' || (less.length < text.length && isBalanced(less));
    };
    const seen: string[] = [];
    const problems = ([text = '']: readonly string[]): number => (seen.push(text), isBalanced(text) ? 0 : 1);
    const { result, told } = await run(hole, { problems, most: 18 }, {}, { says: brackets });
    expect(seen).toHaveLength(13);
    expect(seen.map(isBalanced)).toEqual([...Array<boolean>(12).fill(false), true]);
    expect(told.filter(({ header }) => JSON.stringify(header).includes('"demands"'))).toHaveLength(1);
    expect(result).toMatchObject({ holes: [{ text: seen[12] }], syntax: { drafts: 13, problems: 0 } });
    const kept = await run({ ...hole, keeps: 'brackets' }, { problems: () => 1, most: 18 }, {}, { says: brackets });
    expect(kept.result.syntax?.drafts).toBe(12);
  });

  it('starts from what is known to be sound before that, where nothing else is asked of a single hole', async () => {
    const skeletons = () => [
      [{ open: 2 }, { text: ')' }, { open: 1 }, { text: '(' }],
      [{ open: 1 }, { text: '[]' }],
    ];
    const seen: string[] = [];
    const problems = ([text = '']: readonly string[]): number => (seen.push(text), text.includes('[]') ? 0 : 1);
    const { result, told } = await run(FREE, { problems, most: 24, skeletons });
    expect(seen.slice(12)).toEqual([
      expect.stringMatching(/^[a-z]{2}\)[a-z]\($/),
      expect.stringMatching(/^[a-z]\[\]$/),
    ]);
    expect(told).toHaveLength(14);
    expect(result).toMatchObject({ holes: [{ text: seen[13] }], syntax: { drafts: 14, problems: 0 } });
    // What stood from the start is as much a guess as the rest, and as sure as the model finds it there.
    const [letter, bracket, ...others] = result.holes[0]?.cells ?? [];
    expect(others).toHaveLength(1);
    expect([letter?.state, bracket?.state, bracket?.text]).toEqual(['committed', 'committed', '[']);
    expect(bracket?.confidence).toBeLessThan(letter?.confidence ?? 0);
    expect(bracket?.alternatives).not.toEqual([]);
    for (const hole of [GIVEN, { ...FREE, keeps: 'brackets' as const }]) {
      const other = await run(hole, { problems: () => 1, most: 24, skeletons });
      expect(textsOf(other.told).some((text) => text.includes('[]'))).toBe(false);
    }
  });

  it('leaves a trace of what was told last, which replays exactly', async () => {
    for (const best of [0, 1, 3]) {
      let drafts = 0;
      const { told } = await run(FREE, { problems: () => (drafts++ === best ? 1 : 2), most: 5 });
      const last = told.at(-1);
      const about = { version: '0', model: { id: 'fake', sha256: 'f' }, documentSha256: 'd' };
      const lines = [
        { type: 'trace', schema: 1, ...about, ...last?.header },
        ...(last?.passes ?? []).map((holes, i) => ({ type: 'pass', pass: i + 1, holes })),
      ];
      const trace = parseTrace(lines.map((line) => JSON.stringify(line)).join('\n'));
      const tools = { model: fakeModel({ answer }), tokenizer };
      expect(await replay(tools, trace)).toEqual({ passes: last?.passes.length });
    }
  });

  it.each([
    ['of a set number of passes', GIVEN, { passes: 9 }],
    ['in a hole of more than 64 cells', { ...FREE, length: 65 }, {}],
  ])('makes one draft %s, and says what is wrong with it', async (_, hole, options) => {
    const { result, told } = await run(hole, { problems: () => 2, most: 12 }, options);
    expect(told).toHaveLength(1);
    expect(result.syntax).toEqual({ drafts: 1, problems: 2 });
  });

  it('stays with a policy that was asked for', async () => {
    const { told } = await run(FREE, { problems: () => 1, most: 3 }, { policy: 'entropy' });
    expect(told.map(({ policy }) => policy)).toEqual(Array(told.length).fill('entropy'));
  });

  it('prefers a sound draft to a likely one where the best of several is asked for', async () => {
    const likely = await run(GIVEN, undefined, { bestOf: 4, temperature: 0.9, seed: 4 });
    const worst = likely.result.holes[0]?.text;
    const problems = ([text]: readonly string[]): number => (text === worst ? 1 : 0);
    const { result } = await run(GIVEN, { problems, most: 12 }, { bestOf: 4, temperature: 0.9, seed: 4 });
    expect(result.holes[0]?.text).not.toBe(worst);
    expect(result.syntax).toEqual({ drafts: 4, problems: 0 });
  });
});
