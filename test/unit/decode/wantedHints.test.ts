import { describe, expect, it } from 'vitest';
import type { DraftHooks } from '../../../engine/decode/drafts';
import { fitted } from '../../../engine/decode/hint';
import { infill, type InfillJob } from '../../../engine/decode/infill';
import type { RecallGate } from '../../../engine/decode/recall/gate';
import { ProjectText } from '../../../engine/decode/recall/projectText';
import type { Wanted } from '../../../engine/decode/recall/wanted/wanted';
import { replay } from '../../../engine/decode/trace';
import { fakeModel, testTokenizer } from '../../support/fakeModel';
import { recordTraces } from '../../support/recordTraces';

const tokenizer = testTokenizer();
/** Recall cell by cell says next to nothing here. */
const GATE: RecallGate = { bias: -20, order: 0, isBetween: 0, share: 0, places: 0, distance: 0, top: 0 };
const [Z = 0, ...OTHERS] = tokenizer.ids('zabcdefgh');
const answer = () => new Map([Z, ...OTHERS].map((id) => [id, id === Z ? 0.5 : 0.06]));
const model = fakeModel({ answer, contextTokens: 4096, recallGate: GATE, projectGate: GATE });

const BEFORE = 'function f(all) {\n  ';
const BEHIND = '\n  return all + sum;\n}\n';
const WANTED: Wanted = {
  names: [{ name: 'sum' }],
  shape: 'statement',
  within: 'block',
  bound: [],
  languageId: 'typescript',
  path: '/p/a.ts',
};

interface Case {
  readonly job?: Partial<InfillJob>;
  readonly hole?: Partial<InfillJob['holes'][number]>;
  readonly wanted?: Partial<Wanted>;
  readonly before?: string;
  readonly others?: Readonly<Record<string, string>>;
  readonly hooks?: DraftHooks;
}

async function resultOf({ job, hole, wanted, before = BEFORE, others = {}, hooks }: Case = {}) {
  const files = Object.values(others).map((text) => tokenizer.ids(text));
  const project = files.length > 0 && { project: new ProjectText(files, Object.keys(others)) };
  const span = { start: before.length, end: before.length };
  const asked: InfillJob = {
    text: before + BEHIND,
    holes: [{ span, ...hole }],
    wanted: [{ ...WANTED, ...wanted }],
    ...job,
    options: { allowRepeats: true, ...job?.options },
  };
  const { holes } = await infill({ model, tokenizer, ...(project && project) }, asked, hooks);
  return { text: holes[0]?.text ?? '', cells: holes[0]?.cells ?? [] };
}

describe('a hole that is to bind a name', () => {
  it('does so, and the model fills the place that is left', async () => {
    expect((await resultOf()).text).toMatch(/^const sum =z{7};$/);
    expect((await resultOf({ job: { wanted: [null] } })).text).toMatch(/^z+$/);
  });

  it('is filled after text that binds the very name, and says where that stands', async () => {
    const others = { '/p/b.ts': "\nimport { sum } from './c';\n" };
    const { text, cells } = await resultOf({ wanted: { within: 'outermost' }, others });
    expect(text).toBe("import { sum } from './c';");
    expect(cells[0]?.parallel).toEqual({ path: '/p/b.ts', line: 1, text });
  });

  it('is filled otherwise where that was seen already, or is what it replaces', async () => {
    const others = { '/p/b.ts': "import { sum } from './c';\n" };
    const seen = { shownTexts: ["import { sum } from './c';"] };
    expect((await resultOf({ wanted: { within: 'outermost' }, others, hole: seen })).text).toMatch(/^const sum =z+;$/);
  });

  it('takes no parallel that leaves it unbound, but one that binds it', async () => {
    const twin = (line: string): string => `function g(all) {\n  ${line}\n  return all + sum;\n}\n`;
    expect((await resultOf({ before: twin('check(all);') + BEFORE })).text).toMatch(/^const sum =z+;$/);
    expect((await resultOf({ before: twin('const sum = add(all);') + BEFORE })).text).toBe('const sum = add(all);');
    expect((await resultOf({ before: twin('check(all);') + BEFORE, job: { wanted: [null] } })).text).toBe(
      'check(all);',
    );
  });

  it('takes no parallel that binds a name once more', async () => {
    const before = 'function g(all) {\n  const one = add(all);\n  return all + sum;\n}\n' + BEFORE;
    const filled = async (bound: readonly string[]) => (await resultOf({ before, wanted: { names: [], bound } })).text;
    expect(await filled([])).toBe('const one = add(all);');
    expect(await filled(['one'])).toMatch(/^z+$/);
  });

  it('takes the length that is given, if there is room', async () => {
    const length = tokenizer.ids('const sum =;').length + 2;
    const asked = (more: number) => resultOf({ hole: { length: length + more, keepsLength: true } });
    expect((await asked(0)).text).toBe('const sum =zz;');
    expect((await asked(-2)).text).toMatch(/^z+$/);
  });

  it('differs by chance in what is left to the model alone', async () => {
    const drawn = await Promise.all([1, 2, 3].map((seed) => resultOf({ job: { options: { temperature: 1, seed } } })));
    for (const { text } of drawn) expect(text).toMatch(/^const sum =[a-hz]{7};$/);
    expect(new Set(drawn.map(({ text }) => text)).size).toBeGreaterThan(1);
  });

  it('does so in drafts of other lengths, each of which replays', async () => {
    const { traces, hooks } = recordTraces();
    const sound = { problems: () => Promise.resolve(1), most: 6 };
    await resultOf({ job: { sound }, hooks });
    const texts = traces.map(({ passes }) => passes.at(-1)?.holes[0]?.text);
    expect(texts.slice(0, 6).map((text) => text?.match(/^const sum =(z+);$/)?.[1]?.length)).toEqual([7, 7, 6, 8, 5, 9]);
    for (const trace of traces)
      expect(await replay({ model, tokenizer }, trace)).toEqual({ passes: trace.passes.length });
  });
});

describe('a hint with places', () => {
  const hint = { ids: [1, null, 2, null, null, 3], weight: 0.5 };
  it('is made longer or shorter at its longest place', () => {
    expect(fitted(hint, 8)?.ids).toEqual([1, null, 2, null, null, null, null, 3]);
    expect(fitted(hint, 5)?.ids).toEqual([1, null, 2, null, 3]);
    expect(fitted(hint, 6)).toBe(hint);
  });

  it('is none where they cannot take the difference', () => {
    expect(fitted(hint, 4)).toBeUndefined();
    expect(fitted({ ids: [1, 2], weight: 1 }, 3)).toBeUndefined();
  });
});
