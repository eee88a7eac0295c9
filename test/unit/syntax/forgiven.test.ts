import { describe, expect, it } from 'vitest';
import { SyntaxReader } from '../../../engine/syntax/syntaxReader';

/** The texts that stand at a language's problems. */
async function problems(languageId: string, text: string): Promise<string[]> {
  const read = await new SyntaxReader().of('file:///a', languageId, 0);
  return (read?.(text) ?? []).map(({ start }) => text.slice(start, start + 3));
}

const SCRIPT_WRONG: readonly (readonly [string, string])[] = [
  ['f(a,, b);', ', b'],
  ['f(a, b,, c);', ', c'],
  ['f(, a);', ', a'],
  ['f({ a, b,, c });', ', c'],
  ['const a = b === c = d;', 'c ='],
  ['const a = b && c in d += e;', 'd +'],
  ['if (a /* b */ ?? b = c) d();', 'b ='],
  ['const a = -b = c;', 'b ='],
  ['const { a: b.c } = d;', 'b.c'],
  ['const [a, b.c] = d;', 'b.c'],
  ['try {\n  a();\n}\nb();', 'try'],
  ['export default const a = 1;', 'con'],
  ['function f(a.b, c) {}', 'a.b'],
  ['function f(a[b] = c) {}', 'a[b'],
];
const SCRIPT_RIGHT = [
  'f(a, b,);\nf();\nf([a,, b], [, a]);',
  'const [, a] = b;\nconst { c, d: { e }, f: g = 1 } = h;',
  '({ a: b.c } = d);\n[a, b.c] = d;\nfor ([a.b] of c) {}',
  'const a = b === (c = d);\na = b ? (c = d) : e;\na = b = c;\na ||= b;',
  'function* f() {\n  yield* a = b;\n  yield a = b;\n}\nfor (const c in d = e) {}\n-f, g = h;',
  'try { a(); } catch { b(); }\ntry { a(); } finally { b(); }',
  'export default class {}\nexport const a = 1;',
  'function f(a, { b, c: d }, [e], ...g) {}\nconst h = (a = b.c) => a;',
];

describe('what grammars forgive', () => {
  it.each(['javascript', 'javascriptreact', 'typescript', 'typescriptreact'])('is found in %s', async (languageId) => {
    for (const [text, at] of SCRIPT_WRONG) expect([text, await problems(languageId, text)]).toEqual([text, [at]]);
    for (const text of SCRIPT_RIGHT) expect([text, await problems(languageId, text)]).toEqual([text, []]);
  });

  it('is found in TypeScript alone', async () => {
    expect(await problems('typescript', 'function f(a?.b, c: D) {}')).toEqual(['a?.']);
    expect(await problems('typescript', 'class A {\n  a: B,\n  c: D;\n}')).toEqual([',\n ']);
    const right =
      'class A {\n  a: B;\n  c = [1, 2];\n  constructor(private d: E, f?: G) {}\n}\ninterface H { a: B, c: D }';
    expect(await problems('typescript', right)).toEqual([]);
  });

  it.each([
    ['f(a=1, b)', 'b)'],
    ['def f(a=1, b):\n    pass', 'b):'],
    ['def f(a: A = 1, b: B):\n    pass', 'b: '],
    ['f(lambda a=1, b: a)', 'b: '],
    ['f(a, b=1, c=2, b=3)', 'b=3'],
    ['f(a=g(b=1, b=2), b=3)', 'b=2'],
    ['f(\n    b=1,\n    c=2,\n    b  # d\n    =3)', 'b  '],
    ['def f(a, *, b, *, c):\n    pass', '*, '],
    ['def f(a, (b, c)):\n    pass', '(b,'],
    ['a = b += c', 'b +'],
    ['a += b = c', 'b ='],
    ['try:\n    a\nb', 'a\nb'],
    ['for a in b as c:\n    pass', 'b a'],
    ['def f(a: A: B):\n    pass', 'A: '],
    ['import a import b', ' im'],
    ['from a import b from c import d', ' fr'],
    ['x =\n    y', 'y'],
    ['x.\ny = 1', 'y ='],
    ['if a:\n    r:\n    b', 'b'],
    ['import a.\nimport b', 'imp'],
    ['if a ==\\\n  b and\nc:\n    pass', 'c:\n'],
  ])('is found in Python: %j', async (text, at) => {
    expect(await problems('python', `${text}\n`)).toContain(`${at}\n`.slice(0, 3));
  });

  it.each([
    'f(a, *b, c=1, *d, **e)\nf(g for g in h)\nf(a=g(a=1), b=2)\na = b = c\na += b',
    'def f(a, b=1, *, c, d: D, e=2, f: F) -> None:\n    pass',
    'def f(a=1, *b, c):\n    pass\ndef g(a=1, *b: B, c: C):\n    pass\nh = lambda a=1, *, b: a',
    'with a as b, c as d:\n    pass\nwith (a as b,\n      c as d):\n    pass',
    'try:\n    a\nexcept B as c:\n    d\ntry:\n    a\nfinally:\n    b\ntry:\n    a\nexcept* B:\n    c',
    'match a:\n    case [b, c] as d:\n        pass\n    case {"e": f}:\n        pass',
    'x = (\n    y\n)\nz = """a\nb"""\nw = a + \\\n    b',
    'if (a and\n        b):\n    pass\nwhile f(\n    c\n):\n    pass\nfor d in [\n    e,\n]:\n    pass',
    'a: B = c\nd: E\na; b; c = 1',
    'import a; import b\nfrom c import (\n    d,\n    e,\n)',
    'if a: b = c',
  ])('is nothing in Python: %j', async (text) => {
    expect(await problems('python', `${text}\n`)).toEqual([]);
  });

  it('is looked for around a part of a text, and that part found again after other text', async () => {
    const read = await new SyntaxReader().of('file:///a', 'javascript', 0);
    const text = `${'é();\n'.repeat(30)}f(a,, b);\n${'c();\n'.repeat(30)}`;
    const at = text.indexOf(',,') + 1;
    const found = (start: number, end: number) => read?.(text, { start, end }).map((problem) => problem.start);
    expect(found(at, at)).toEqual([at]);
    expect(found(0, 10)).toEqual([]);
    // A line's problem is found from two lines above it on, and until its own line ends.
    const [above, end] = [text.lastIndexOf('é', at - 10), text.indexOf('\n', at)];
    expect([found(above, above), found(end, end), found(end + 1, end + 1)]).toEqual([[at], [at], []]);
    expect(found(text.length - 20, text.length)).toEqual([]);
    expect(found(0, text.length)).toEqual([at]);
  });

  it('takes into account what stands far above', async () => {
    const read = await new SyntaxReader().of('file:///a', 'python', 0);
    const names = 'abcdefgh'.split('').map((name) => `    ${name}=1,\n`);
    const at = (text: string) => ({ start: text.indexOf('last'), end: text.indexOf('last') });
    const keywordOnly = `def f(\n    *,\n${names.join('')}    last,\n):\n    pass\n`;
    expect(read?.(keywordOnly, at(keywordOnly))).toEqual([]);
    const call = `f(\n    a=1,\n${names.join('')}    last,\n)\n`;
    expect(read?.(call, at(call)).map(({ start }) => start)).toEqual([call.indexOf('last')]);
  });

  it.each([
    [
      'python',
      Array.from({ length: 1000 }, (_, i) => `a${i}=${i},\n`).join(''),
      (many: string) => `f(${many}a7=b)\n`,
      'a7=',
    ],
    ['typescript', '+ a\n'.repeat(8000), (many: string) => `const a = b ${many} === c = d;\n`, 'c ='],
  ])('takes no longer than reading where there is much of it, in %s', async (languageId, many, textOf, at) => {
    const start = performance.now();
    expect(await problems(languageId, textOf(many))).toEqual([at]);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});
