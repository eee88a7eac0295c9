import { describe, expect, it } from 'vitest';
import { type SkeletonPart, skeletonsOf } from '../../../engine/syntax/skeletons';
import { SyntaxReader } from '../../../engine/syntax/syntaxReader';
import { withPauses } from '../../../engine/syntax/withPauses';

const OPEN = '▯';

/** `▯` marks the hole; the skeletons as text, an open cell each marked so, too. */
async function skeletons(languageId: string, marked: string): Promise<string[]> {
  const read = await new SyntaxReader().of('file:///a', languageId, 0);
  const start = marked.indexOf(OPEN);
  const document = { text: marked.replace(OPEN, ''), spans: [{ start, end: start }], languageId };
  const found: string[] = [];
  for await (const parts of skeletonsOf(document, withPauses(read ?? (() => []))))
    found.push(parts.map(shown).join(''));
  return found;
}

const shown = (part: SkeletonPart): string => ('text' in part ? part.text : OPEN.repeat(part.open));

describe('skeletons', () => {
  it('close what is open, with room before it, in several sizes', async () => {
    const [first, ...more] = await skeletons('typescript', 'f(() => {\n  ▯\ng();\n');
    expect([first, ...more.slice(0, 2)]).toEqual(['▯▯})', '▯▯▯▯})', '▯})']);
  });

  it('open what is closed behind the hole, with a name before it', async () => {
    expect((await skeletons('javascript', 'const a = 1;\n▯\n    return a;\n  }\n}\n'))[0]).toBe('▯▯{▯▯{');
    expect((await skeletons('typescript', 'class A {\n  ▯\n    return 1;\n  }\n}\n'))[0]).toBe('▯▯(▯▯) {');
  });

  it('turn from one to the other', async () => {
    expect((await skeletons('javascript', 'function f() {\n  if (a) {\n    b▯c);\n'))[0]).toBe('▯▯}}▯▯(');
  });

  it('are of whole names and values in JSON', async () => {
    expect((await skeletons('json', '{\n  "a": 1,\n  ▯\n    "b": 2\n  }\n}\n'))[0]).toBe('"▯▯": {');
    expect((await skeletons('json', '{\n  "a": [\n    "b",\n    ▯\n  "c": 2\n}\n'))[0]).toBe('▯▯], ');
    const [cut] = await skeletons('json', '{\n  "a": "b▯ "c",\n  "d": 1\n}\n');
    expect(cut).toBe('▯▯", "▯▯": ');
  });

  it('are none in a document that the grammar does not understand as it stands', async () => {
    const text = 'type A = import("./b").C<D>;\nconst e = {\n  ▯\nf();\n';
    expect(await skeletons('typescript', text)).toEqual([]);
    expect(await skeletons('typescript', text.replace('<D>', ''))).not.toEqual([]);
  });

  it('are none where anything would do, nor where nothing does, nor for several holes', async () => {
    expect(await skeletons('typescript', 'const a = ▯;\nconst = = b;\n')).toEqual([]);
    expect(await skeletons('typescript', 'const `a = ▯\n')).toEqual([]);
    const spans = [
      { start: 2, end: 2 },
      { start: 2, end: 2 },
    ];
    const document = { text: 'f(', spans, languageId: 'typescript' };
    expect(await skeletonsOf(document, () => Promise.resolve([])).next()).toMatchObject({ done: true });
  });
});
