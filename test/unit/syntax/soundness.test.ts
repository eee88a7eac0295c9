import { describe, expect, it } from 'vitest';
import { soundness } from '../../../engine/server/sound';
import { countProblems } from '../../../engine/syntax/soundness';
import { type ReadProblems, SyntaxReader } from '../../../engine/syntax/syntaxReader';
import { withPauses } from '../../../engine/syntax/withPauses';

/** `▯` marks a hole, two of them a replaced text between. */
async function counting(languageId: string, marked: string) {
  const pieces = marked.split('▯');
  const start = pieces[0]?.length ?? 0;
  const span = { start, end: pieces.length === 3 ? start + (pieces[1]?.length ?? 0) : start };
  const read = await new SyntaxReader().of('file:///a', languageId, 0);
  if (!read) throw new Error(`no grammar for ${languageId}`);
  const count = countProblems({ text: pieces.join(''), spans: [span], languageId }, withPauses(read));
  return (filling: string) => count([filling]);
}

describe('syntax problems of a draft', () => {
  it.each([
    ['typescript', 'const a = f(▯);\n', 'b, c', 'b, (c'],
    ['typescriptreact', 'const a = <p>▯</p>;\n', '{b} don’t', '<b>'],
    ['javascript', 'const a = `x${▯}`;\n', 'b', 'b}${'],
    ['python', 'def f(a):\n    ▯\n', 'return a', 'return a b'],
    ['json', '{\n  "a": ▯\n}\n', '[1, 2]', '[1, 2'],
    ['jsonc', '{\n  // a\n  "a": ▯,\n}\n', '1', '1, 2'],
    ['css', 'a { color: ▯; }\n', 'red', 'red; }'],
    ['go', 'package a\n\nfunc f() int { return ▯ }\n', '1', '1 +'],
    ['java', 'class A { int f() { return ▯; } }\n', '1', '1 +'],
    ['rust', 'fn f() -> i32 { ▯ }\n', '1', '1 +'],
  ])('in %s: %j takes %j and not %j', async (languageId, text, good, bad) => {
    const count = await counting(languageId, text);
    expect(await count(good)).toBe(0);
    expect(await count(bad)).toBeGreaterThan(0);
    expect(await count(good)).toBe(0);
  });

  it('are none that are known where JSON is nested too deeply to be read', async () => {
    const count = await counting('json', `${'['.repeat(20_000)}▯${']'.repeat(20_000)}`);
    expect(await Promise.all([count('1'), count(']')])).toEqual([0, 0]);
  });

  it('replaces the text of the hole', async () => {
    const count = await counting('typescript', 'const a = ▯b +▯;\n');
    expect([await count('b'), await count('b +')]).toEqual([0, 1]);
  });

  it('knows by the replaced text that the rest of the document is sound, however much it held together', async () => {
    const inPlace = await counting('typescript', 'try {\n  ▯a();\n} catch {▯\n  b();\n}\n');
    expect(await inPlace('c();\n} catch {')).toBe(0);
    expect(await inPlace('c();')).toBeGreaterThan(0);
    // Of an empty hole that cannot be known.
    const empty = await counting('typescript', 'try {\n  ▯\n  b();\n}\n');
    expect(await empty('c();')).toBe(0);
  });

  it.each([
    ['def f():\n    a = (\n        b and c\n    ▯\n        if d:\n            e\n', ')\n    for x in y:', 'g'],
    [
      'class T:\n    a = [\n        (\n            b,\n            ▯c: D\n    ):\n        pass\n',
      '),\n    ]\n\n    def g(',
      ')\n\n    g',
    ],
    ['def f():\n    x = (\n        1 if b == "c"\n        ▯\n    g(h)\n', 'else 2\n    )', 'if d(e)'],
    [
      'def f():\n    try:\n        a(\n            b,\n        )\n    ▯\n        else:\n            c\n',
      'except D:\n        if e:\n            g',
      'd:\n        g',
    ],
  ])('knows what joins lines in Python: %j', async (marked, good, bad) => {
    const count = await counting('python', marked);
    expect(await count(good)).toBe(0);
    expect(await count(bad)).toBeGreaterThan(0);
  });

  it('does not blame a draft for what is wrong elsewhere whatever it says', async () => {
    const count = await counting('typescript', 'const x = = 1;\nconst a = f(▯);\nconst y = = 2;\n');
    expect(await count('b')).toBe(0);
    expect(await count('b, (c')).toBeGreaterThan(0);
  });

  it.each([
    ['typescript', 'function f() {\n  return ▯\n}\nconst x = ;\nconst y = ;\n', 'b;', 'b, (c'],
    ['json', '{\n  "a": ▯,\n  "b": ,\n  "c": ,\n  "d": 1\n}\n', '1', '1,'],
  ])('nor for several mistakes behind it, which a bracket would make one of: %s', async (language, text, good, bad) => {
    const count = await counting(language, text);
    expect(await count(good)).toBe(0);
    expect(await count(bad)).toBeGreaterThan(0);
  });

  it('asks of a draft what the lines behind it need', async () => {
    const opener = await counting('json', '{\n  ▯\n    "a": 1\n  },\n  "b": 2\n}\n');
    expect(await opener('"x": 1,')).toBeGreaterThan(0);
    expect(await opener('"x": {')).toBe(0);
    const block = await counting('typescript', 'for (const a of b) {\n  ▯\n    c();\n  }\n}\nd();\n');
    expect(await block('e();')).toBeGreaterThan(0);
    expect(await block('if (a) {')).toBe(0);
  });

  it('asks for all brackets that are missing, whatever else it takes to use them', async () => {
    const call = await counting('typescript', 'const a = () => {\n  return (f(g(\n    b,\n    ▯\n};\n');
    expect(await call('c, d;')).toBeGreaterThan(0);
    expect(await call('c)));')).toBe(0);
    const list = await counting('json', '{\n  "a": 1,\n  ▯\n      "b": 2\n    }\n  ]\n}\n');
    expect(await list('"c": "d",')).toBeGreaterThan(0);
    expect(await list('"c": [{')).toBe(0);
    const cut = await counting('json', '{\n  "a": "b▯d": 1\n  }\n}\n');
    expect(await cut('/c')).toBeGreaterThan(0);
    expect(await cut('", "c": { "')).toBe(0);
  });

  it('lets a file that is written from the top leave open what was open', async () => {
    const count = await counting('typescript', 'class A {\n  f() {\n    ▯\n');
    expect([await count('return 1;'), await count('return 1;\n  }'), await count('return 1;\n  }\n}')]).toEqual([
      0, 0, 0,
    ]);
    expect(await count('return (1;')).toBeGreaterThan(0);
    expect(await count('return 1;\n  }\n}\n}')).toBeGreaterThan(0);
  });

  it('minds the depth of Python’s lines', async () => {
    const count = await counting('python', 'def f(a):\n    ▯\n        return a\n    return 0\n');
    expect(await count('if a:')).toBe(0);
    expect(await count('b = a')).toBeGreaterThan(0);
  });

  it('counts problems of several holes together', async () => {
    const text = 'f();\ng();\n';
    const read = await new SyntaxReader().of('file:///a', 'typescript', 0);
    const spans = [
      { start: 2, end: 2 },
      { start: 7, end: 7 },
    ];
    const count = read && countProblems({ text, spans, languageId: 'typescript' }, withPauses(read));
    expect(await count?.(['a', 'b'])).toBe(0);
    expect(await count?.(['a', 'b['])).toBe(1);
    expect(await count?.(['a +', 'b['])).toBe(2);
  });
});

describe('the trials', () => {
  it('let others in before each of them, and stop with the reason of a cancellation', async () => {
    const known = await new SyntaxReader().of('file:///a', 'typescript', 0);
    const stop = new AbortController();
    let trials = 0;
    const read: ReadProblems = (...what) => {
      if (++trials === 5) setImmediate(() => stop.abort(new Error('not needed')));
      return known?.(...what) ?? [];
    };
    const document = { text: 'const x = = 1;\nf(g(\n', spans: [{ start: 19, end: 19 }], languageId: 'typescript' };
    const count = countProblems(document, withPauses(read, stop.signal));
    await expect(count(['a'])).rejects.toThrow('not needed');
    await expect(count(['b'])).rejects.toThrow('not needed');
    expect(trials).toBe(5);
  });
});

describe('the reader', () => {
  it('knows no grammar for prose', async () => {
    expect(await new SyntaxReader().of('file:///a', 'markdown', 0)).toBeUndefined();
    expect(await new SyntaxReader().of('file:///a', 'toString', 0)).toBeUndefined();
  });

  it.each(['json', 'jsonc', 'python'])('says nothing of very long documents, in %s', async (languageId) => {
    const text = '[1, 2'.padEnd(600_001);
    const about = async (part: string) => {
      const document = { uri: 'file:///a', text: part, spans: [{ start: 2, end: 2 }], languageId };
      const sound = await soundness(new SyntaxReader(), document, { parameters: 1 });
      return sound?.problems(['[']);
    };
    expect(await about(text.slice(0, 1000))).toBeGreaterThan(0);
    expect(await about(text)).toBeUndefined();
  });

  it('reads a document as before after many others', async () => {
    const reader = new SyntaxReader();
    const first = await reader.of('file:///first', 'typescript', 0);
    expect(first?.('f(')).toHaveLength(1);
    for (let i = 0; i < 8; i++) (await reader.of(`file:///${i}`, 'typescript', 0))?.('a;');
    expect(first?.('f(')).toHaveLength(1);
    expect(first?.('f()')).toEqual([]);
  });
});
