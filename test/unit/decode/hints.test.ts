import { describe, expect, it } from 'vitest';
import { infill, type InfillJob } from '../../../engine/decode/infill';
import type { RecallGate } from '../../../engine/decode/recall/gate';
import { prepareHints } from '../../../engine/decode/recall/hints';
import { ProjectText } from '../../../engine/decode/recall/projectText';
import { replay, type Trace } from '../../../engine/decode/trace';
import type { DecodeOptions, HoleRequest, HoleResult } from '../../../engine/protocol/messages';
import { fakeModel, testTokenizer } from '../../support/fakeModel';
import { recordTraces } from '../../support/recordTraces';

const tokenizer = testTokenizer();
/** Recall cell by cell says next to nothing here. */
const GATE: RecallGate = { bias: -20, order: 0, isBetween: 0, share: 0, places: 0, distance: 0, top: 0 };
/** What the model proposes everywhere, and what else. */
const [Z = 0, ...OTHERS] = tokenizer.ids('zabcdefgh');

const TWIN = 'function first(users) {\n  if (users.empty) return;\n  return users[0];\n}\n';
const BEFORE = 'function last(orders) {\n  ';
const BEHIND = '\n  return orders[0];\n}\n';
const WANTED = 'if (orders.empty) return;';

interface Case {
  readonly hole?: Partial<HoleRequest>;
  readonly options?: DecodeOptions;
  /** What stands above in the document. */
  readonly twins?: string;
  readonly elsewhere?: 'document' | 'behind' | 'project' | 'nowhere';
}

const answer = () => new Map([Z, ...OTHERS].map((id) => [id, id === Z ? 0.5 : 0.06]));
const modelOfCase = () => fakeModel({ answer, contextTokens: 4096, recallGate: GATE, projectGate: GATE });

async function filled(how?: Case): Promise<string> {
  return (await resultOf(how)).text;
}

async function resultOf({ hole, options, twins = TWIN, elsewhere = 'document' }: Case = {}): Promise<HoleResult> {
  const model = modelOfCase();
  const behind = elsewhere === 'behind' ? `${BEHIND}\n\n${TWIN}` : BEHIND;
  const text = (elsewhere === 'document' ? `\n${twins}` : '') + BEFORE + behind;
  const at = text.length - behind.length;
  const files = [tokenizer.ids('a;\n'), tokenizer.ids(`\n\n\n${TWIN}`)];
  const project = elsewhere === 'project' ? { project: new ProjectText(files, ['/a.ts', '/twin.ts']) } : {};
  const job = { text, holes: [{ span: { start: at, end: at }, ...hole }], options: { allowRepeats: true, ...options } };
  const { holes } = await infill({ model, tokenizer, ...project }, job);
  if (!holes[0]) throw new Error('no hole');
  return holes[0];
}

describe('a hole with a parallel', () => {
  it.each(['document', 'behind', 'project'] as const)(
    'is filled by it, at its length, from the %s',
    async (elsewhere) => {
      expect(await filled({ elsewhere })).toBe(WANTED);
    },
  );

  it.each([
    ['document', { line: 2 }],
    ['behind', { line: BEFORE.split('\n').length + 5 }],
    ['project', { line: 4, path: '/twin.ts' }],
  ] as const)('says where it stands that it follows: %s', async (elsewhere, where) => {
    const { cells } = await resultOf({ elsewhere });
    const place = { ...where, text: 'if (users.empty) return;' };
    expect(cells.map(({ parallel }) => parallel)).toEqual(cells.map(() => place));
    const drawn = await resultOf({ elsewhere, options: { temperature: 0.7 } });
    const nowhere = await resultOf({ elsewhere: 'nowhere' });
    expect([...drawn.cells, ...nowhere.cells].filter((cell) => 'parallel' in cell)).toEqual([]);
  });

  it('is the model’s where nothing is parallel', async () => {
    expect(await filled({ elsewhere: 'nowhere' })).toMatch(/^z+$/);
  });

  it('whose length is given takes it where that is its length', async () => {
    const length = tokenizer.ids(WANTED).length;
    expect(await filled({ hole: { length, keepsLength: true } })).toBe(WANTED);
    expect(await filled({ hole: { length: length - 1, keepsLength: true } })).toBe('z'.repeat(length - 1));
  });

  it('is left to chance where chance is asked for', async () => {
    expect(await filled({ options: { temperature: 0.7 } })).not.toBe(WANTED);
  });

  it('is filled by the next one where its text was seen already, also by chance', async () => {
    const other = TWIN.replace('if (users.empty) return;', 'check(users);');
    const after = async (shownTexts: readonly string[], temperature = 0.7) =>
      (await resultOf({ hole: { shownTexts }, options: { temperature, seed: 5 }, twins: TWIN + other })).cells;
    expect((await after([])).filter((cell) => 'parallel' in cell)).toEqual([]);
    expect((await after([WANTED], 0))[0]?.parallel?.text).toBe('check(users);');
    const drawn = (await after([WANTED])).flatMap(({ parallel }) => parallel?.text ?? []);
    expect(new Set(drawn)).toEqual(new Set(['check(users);']));
    expect((await after([WANTED, 'check(orders);'])).some((cell) => 'parallel' in cell)).toBe(false);
  });

  it('is not filled by what it is to replace', async () => {
    const over = async (old: string): Promise<string | undefined> => {
      const start = TWIN.length + BEFORE.length;
      const holes = [{ span: { start, end: start + old.length } }];
      const job = { text: TWIN + BEFORE + old + BEHIND, holes, options: { allowRepeats: true } };
      return (await infill({ model: modelOfCase(), tokenizer }, job)).holes[0]?.text;
    };
    expect(await over('x = 1;')).toBe(WANTED);
    expect(await over(WANTED)).not.toBe(WANTED);
  });

  it('may not be filled by it again where it was refused', async () => {
    expect(await filled({ hole: { bannedTexts: [WANTED] } })).toMatch(/^z+$/);
    expect(await filled({ hole: { bannedTexts: ['else'] } })).toBe(WANTED);
  });

  it('keeps what is pinned, and other length policies know of none', async () => {
    const pinned = { cells: [{ text: 'if' }, { open: 5 }] };
    expect(await filled({ hole: pinned })).toBe('ifzzzzz');
    expect(await filled({ options: { lengthPolicy: 'learned' } })).toMatch(/^z+$/);
  });
});

/** Every draft that a run with a parallel tells of, as a trace. */
async function traced(options: DecodeOptions, sound?: InfillJob['sound']): Promise<readonly Trace[]> {
  const { traces, hooks } = recordTraces();
  const at = TWIN.length + BEFORE.length;
  const holes = [{ span: { start: at, end: at } }];
  const job = { text: TWIN + BEFORE + BEHIND, holes, options: { allowRepeats: true, ...options } };
  await infill({ model: modelOfCase(), tokenizer }, { ...job, ...(sound && { sound }) }, hooks);
  return traces;
}

describe('a run with a parallel', () => {
  it('replays exactly, with other lengths and other seeds, too', async () => {
    const drafts = await traced({}, { problems: () => Promise.resolve(1), most: 8 });
    const drawn = await traced({ bestOf: 4, temperature: 1.2, seed: 3 });
    expect(drafts.length).toBeGreaterThan(7);
    expect(drafts.map(({ header }) => header.settings.lengthPolicy).slice(0, 4)).toEqual([
      'auto',
      'auto',
      'learned',
      'learned',
    ]);
    for (const trace of [...drafts, ...drawn]) {
      const result = await replay({ model: modelOfCase(), tokenizer }, trace);
      expect(result).toEqual({ passes: trace.passes.length });
    }
  });

  it('has the length of the parallel in each of several drafts', async () => {
    const [drawn] = await traced({ bestOf: 4, seed: 3 });
    expect(drawn?.passes.at(-1)?.holes[0]?.cells).toHaveLength(tokenizer.ids(WANTED).length);
    expect(await replay({ model: modelOfCase(), tokenizer }, drawn as Trace)).toEqual({ passes: drawn?.passes.length });
  });
});

describe('preparing for hints', () => {
  const files = [TWIN, 'a;\n', 'b;\n'].map((text) => tokenizer.ids(text));
  const places = { before: tokenizer.ids(BEFORE), after: tokenizer.ids(BEHIND) };

  /** How often the text of a project's file is asked for. */
  function counting() {
    let count = 0;
    const text = (ids: readonly number[]): string => {
      if (files.some((file) => file.join() === ids.join())) count++;
      return tokenizer.text(ids);
    };
    const counted = Object.create(tokenizer, { text: { value: text } }) as typeof tokenizer;
    return { tokenizer: counted, asked: () => count };
  }

  it('reads the project once, and hints no other way', async () => {
    const { tokenizer: counted, asked } = counting();
    const tools = { model: modelOfCase(), tokenizer: counted, project: new ProjectText(files) };
    await prepareHints(tools, places, new AbortController().signal);
    expect(asked()).toBe(3);
    const job = { text: BEFORE + BEHIND, holes: [{ span: { start: BEFORE.length, end: BEFORE.length } }] };
    const { holes } = await infill(tools, { ...job, options: { allowRepeats: true } });
    expect(holes[0]?.text).toBe(WANTED);
    expect(asked()).toBe(3);
  });

  it('ends between two files when somebody comes', async () => {
    const { tokenizer: counted, asked } = counting();
    const tools = {
      model: modelOfCase(),
      tokenizer: counted,
      project: new ProjectText(files.map((file) => [...file])),
    };
    const preparing = prepareHints(tools, places, AbortSignal.abort(new Error('somebody')));
    await expect(preparing).rejects.toThrow('somebody');
    expect(asked()).toBe(1);
  });
});
