import { describe, expect, it } from 'vitest';
import { SyntaxReader } from '../../../engine/syntax/syntaxReader';
import { wantedNames, type WantedNames } from '../../../engine/syntax/names/wantedNames';

const HOLE = '▯';
const syntax = new SyntaxReader();

/** `▯` marks the hole. */
async function wanted(languageId: string, marked: string): Promise<WantedNames | undefined> {
  const text = marked.replace(HOLE, '');
  const locals = await syntax.localsOf('file:///a', languageId, text.length);
  const problems = await syntax.of('file:///a', languageId, text.length);
  if (!locals || !problems) return undefined;
  const start = marked.indexOf(HOLE);
  const isSound = (whole: string): boolean => problems(whole).length === 0;
  return wantedNames({ text, spans: [{ start, end: start }], languageId }, { locals, isSound });
}

const namesIn = async (languageId: string, marked: string): Promise<string[]> =>
  (await wanted(languageId, marked))?.names.map(({ name }) => name) ?? [];

describe('names that a document wants of its hole', () => {
  it.each([
    ['typescript', 'function f(a: number) {\n  ▯\n  return a + sum;\n}\n', ['sum']],
    ['typescript', "▯\nimport { a } from 'a';\na(join(b));\nfunction b() {}\n", ['join']],
    ['typescriptreact', 'function f() {\n  ▯\n  return <p id={id}>{text}</p>;\n}\n', ['id', 'text']],
    ['javascript', 'const a = () => {\n  ▯\n  for (const x of all) use(x);\n};\nfunction use(x) {}\n', ['all']],
    ['typescript', 'const é = "🙂";\nfunction f() {\n  ▯\n  return é + größe;\n}\n', ['größe']],
    ['python', 'def f(a):\n    ▯\n    return total + a\n', ['total']],
    ['python', 'import os\n▯\nprint(os.sep, json.dumps([x for x in range(3)]))\n', ['json']],
  ])('are used and bound nowhere: %s, %j', async (languageId, marked, names) => {
    expect(await namesIn(languageId, marked)).toEqual(names);
  });

  it.each([
    ['is bound already', 'typescript', 'function f(sum: number) {\n  ▯\n  return sum;\n}\n'],
    ['is bound later, in the scope around', 'typescript', 'function f() {\n  ▯\n  return sum;\n}\nconst sum = 1;\n'],
    ['is a member', 'typescript', 'function f(a: A) {\n  ▯\n  return a.sum;\n}\ninterface A {}\n'],
    [
      'is in every program',
      'typescript',
      'function f(): Promise<number> {\n  ▯\n  return Promise.resolve(Math.PI);\n}\n',
    ],
    ['is in every program', 'python', 'def f(a):\n    ▯\n    return len(sorted(a))\n'],
    ['may come from a star', 'python', 'from a import *\n▯\nf(b)\n'],
    ['is named as an argument', 'python', 'def f(a):\n    ▯\n    return a(key=1)\n'],
    [
      'is used where the hole cannot bind it',
      'typescript',
      'function f() {\n  ▯\n}\nfunction g() {\n  return sum;\n}\n',
    ],
  ])('are none where a name %s: %s', async (_why, languageId, marked) => {
    expect(await namesIn(languageId, marked)).toEqual([]);
  });

  it('say what is known of them', async () => {
    const text = 'function f(all: All) {\n  ▯\n  for (const one of all) sum += one;\n  return sum;\n}\n';
    expect((await wanted('typescript', text))?.names).toEqual([{ name: 'sum', isAssigned: true }]);
    expect(await wanted('typescript', `▯\n${text.replace('▯', 'let sum = 0;')}`)).toEqual({
      names: [{ name: 'All', isType: true }],
      shape: 'statement',
      within: 'outermost',
      bound: ['f'],
    });
  });

  it.each([
    ['block', 'block', 'javascript', 'function f(all) {\n  ▯\n    g(one);\n  }\n}\nfunction g() {}\n', ['one']],
    ['block', 'class', 'typescript', 'class A {\n  ▯\n    return text;\n  }\n}\n', ['text']],
    ['callback', 'block', 'javascript', 'function f(all) {\n  ▯\n    all(one);\n  });\n}\n', ['one']],
    ['list', 'outermost', 'typescript', "import {\n  a,\n  ▯\n} from 'a';\na(b);\n", ['b']],
    ['list', 'outermost', 'typescript', "import {\n  ▯\n  a,\n} from 'a';\na(b);\n", ['b']],
    ['list', 'outermost', 'typescript', "import {▯} from 'a';\na(b);\n", ['a', 'b']],
    ['list', 'block', 'javascript', 'function f(all) {\n  for (const ▯ of all) f(one);\n}\n', ['one']],
    ['parameters', 'block', 'typescript', 'function f(▯): number {\n  return one;\n}\n', ['one']],
    ['interface', 'outermost', 'typescript', '▯\n  readonly a: number;\n}\nfunction f(one: One) {}\n', ['One']],
    ['class', 'outermost', 'javascript', '▯\n  #a = 1;\n}\nnew One();\n', ['One']],
    ['block', 'block', 'javascript', 'function f(all) {\n  ▯ {\n    f(one);\n  }\n}\n', ['one']],
    ['parameters', 'block', 'python', 'def f(▯):\n    return one\n', ['one']],
    ['block', 'block', 'python', 'def f(all):\n    ▯:\n        f(one)\n', ['one']],
    ['block', 'class', 'python', 'class A:\n    ▯\n        return self.a + text\n', ['self', 'text']],
    [
      'block',
      'block',
      'python',
      'def f(all):\n    ▯\n        g(one)\n    return 1\n\n\ndef g(a):\n    pass\n',
      ['one'],
    ],
  ] as const)(
    'are those of a %s in a %s, where the hole is one: %s, %j',
    async (...[shape, within, languageId, marked, names]) => {
      const found = await wanted(languageId, marked);
      expect(found).toMatchObject({ shape, within });
      expect(found?.names.map(({ name }) => name)).toEqual(names);
    },
  );

  it('come with those that are bound there already', async () => {
    const text = 'import { a } from "a";\nfunction f(b) {\n  const c = 1;\n  ▯\n  if (a) {\n    let d;\n  }\n}\n';
    expect(await wanted('javascript', text)).toMatchObject({ names: [], bound: ['c'] });
    expect((await wanted('javascript', `▯\n${text.replace('▯', '')}`))?.bound).toEqual(['a', 'f']);
    expect((await wanted('python', 'def f(a):\n    b = 1\n    ▯\n'))?.bound).toEqual([]);
  });

  it('tell what is used within the opened block alone', async () => {
    const text = '▯\n  return a + b;\n}\nconst c = add(1, 2);\n';
    expect((await wanted('javascript', text))?.names).toEqual([
      { name: 'a', isInner: true },
      { name: 'b', isInner: true },
      { name: 'add' },
    ]);
  });

  it('are not looked for where no statement may stand, or the document is broken whatever stands there', async () => {
    expect(await wanted('typescript', 'const a = {\n  b: 1,\n  ▯\n};\nf(g);\n')).toBeUndefined();
    expect(await wanted('typescript', 'const a = ▯;\nf(g);\n')).toBeUndefined();
    expect(await wanted('typescript', '▯\nf(g);\nconst = ;\n')).toBeUndefined();
    // What is closed is a deeper line's to open.
    expect(await wanted('typescript', '▯\nfunction f(all) {\n    g(one);\n  }\n}\n')).toBeUndefined();
    expect(await wanted('css', '▯\na { b: c }\n')).toBeUndefined();
  });
});
