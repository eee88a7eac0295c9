import { describe, expect, it } from 'vitest';
import { bindsAgain, bindsInVain } from '../../../engine/decode/recall/parallel/bindings';
import type { Source, Wanted, WantedName } from '../../../engine/decode/recall/wanted/wanted';
import { hasWanted, wantedTexts } from '../../../engine/decode/recall/wanted/wantedText';

interface Case extends Partial<Omit<Wanted, 'names'>> {
  readonly names: readonly (string | WantedName)[];
  readonly before?: string;
  readonly behind?: string;
  readonly others?: Readonly<Record<string, string>>;
}

function wantedOf({ names, before: _, behind: __, others: ___, ...more }: Case): Wanted {
  const all = names.map((name) => (typeof name === 'string' ? { name } : name));
  const usual = {
    shape: 'statement',
    within: 'block',
    bound: [],
    languageId: 'typescript',
    path: '/p/src/a.ts',
  } as const;
  return { ...usual, ...more, names: all };
}

/** With `▯` for each cell that is left to the model. */
function textFor(how: Case): string | undefined {
  const sources = Object.entries(how.others ?? {}).map(([path, text]): Source => ({ path, text }));
  const [found] = wantedTexts(wantedOf(how), [how.before ?? '', how.behind ?? ''], sources);
  return found?.parts.map((part) => (typeof part === 'number' ? '▯'.repeat(part) : part)).join('');
}

describe('what binds a wanted name in a script', () => {
  const outermost = { within: 'outermost' } as const;

  it.each([
    ["import { one } from './b';", '/p/src/c.ts', "import { one } from './b';\n"],
    ["import { one } from '../lib/b';", '/p/c.ts', "import { one, two } from './lib/b';\n"],
    ["import { one } from './d/b';", '/p/src/d/c.ts', "import { one } from './b';\n"],
    ["import { one } from 'lib';", '/p/c.ts', "import {\n  one,\n  two,\n} from 'lib';\n"],
    ['import { other as one } from "lib"', '/p/c.ts', 'import { other as one } from "lib"\n'],
    ["import * as one from 'lib';", '/p/c.ts', "import * as one from 'lib';\n"],
    ["import one from 'lib';", '/p/c.ts', "import one from 'lib';\n"],
  ])('is an import that another file has, from here: %s', (text, path, other) => {
    expect(textFor({ ...outermost, names: ['one'], others: { [path]: other } })).toBe(text);
  });

  it('is the import that most files have', () => {
    const others = {
      '/p/c.ts': "import { one } from 'c';\n",
      '/p/d.ts': "import { one } from 'd';\n",
      '/p/e.ts': "import { one } from 'd';\n",
    };
    expect(textFor({ ...outermost, names: ['one'], others })).toBe("import { one } from 'd';");
  });

  it.each([
    ["import { one } from '../lib/b';", '/p/lib/b.ts', 'export function one() {}\n'],
    ["import { one } from './b';", '/p/src/b/index.ts', 'export const one = 1;\n'],
  ])('is an import of the file that exports it: %s', (text, path, other) => {
    expect(textFor({ ...outermost, names: ['one'], others: { [path]: other } })).toBe(text);
  });

  it('is written as imports are here', () => {
    const others = { '/p/src/b.ts': 'export interface One {}\nexport class Two {}\n' };
    const before = 'import type { A } from "./a.js"\n';
    const one = { name: 'One', isType: true } as const;
    expect(textFor({ ...outermost, names: [one], before, others })).toBe('import type { One } from "./b.js"');
    expect(textFor({ ...outermost, names: ['Two', one], before, others })).toBe('import { One, Two } from "./b.js"');
  });

  it('is no file’s where the document is none', () => {
    const others = { '/p/b.ts': "export const one = 1;\nimport { two } from './c';\nimport { three } from 'c';\n" };
    const here = { ...outermost, path: '', behind: 'f();\n', others };
    expect(textFor({ ...here, names: ['one'] })).toMatch(/^const one = ▯/);
    expect(textFor({ ...here, names: ['two'] })).toMatch(/^const two = ▯/);
    expect(textFor({ ...here, names: ['three'] })).toBe("import { three } from 'c';");
  });

  it('is no second import of a module', () => {
    const others = { '/p/c.ts': "import { one } from 'lib';\n" };
    const before = "import { two } from 'lib';\n";
    expect(textFor({ ...outermost, names: ['one'], before, others })).toBe("import { one } from '▯▯▯▯';");
  });

  it('is what binds it elsewhere, if all that it takes is here, too', () => {
    const others = { '/p/c.ts': 'const one = two.three(four);\n' };
    expect(textFor({ names: ['one'], behind: 'f(one, two, four);', others })).toBe('const one = two.three(four);');
    expect(textFor({ names: ['one'], behind: 'f(one, two, five);', others })).toBe('const one = ▯▯▯▯▯▯▯;');
    expect(textFor({ names: ['one'], behind: 'f(one, two);', others: { '/p/c.ts': 'const one = two(\n' } })).toMatch(
      /▯/,
    );
  });

  it('is what a module is required as, from here', () => {
    const others = { '/p/lib/c.js': "const one = require('./d');\n" };
    const here = {
      ...outermost,
      languageId: 'javascript',
      before: "const two = require('two');\n",
      behind: 'one();\n',
    };
    expect(textFor({ ...here, names: ['one'], others })).toBe("const one = require('../lib/d');");
    expect(textFor({ ...here, names: ['one'], others: { '/p/c.js': "import one from 'one';\n" } })).toMatch(
      /^const one = ▯/,
    );
  });

  it.each<[string, Case]>([
    ['const one = ▯▯▯▯▯▯▯;', { names: ['one'], behind: 'f();\n' }],
    ['const one = ▯▯▯▯▯▯▯', { names: ['one'], behind: 'f()\n' }],
    ['let one = ▯▯▯▯▯▯▯;', { names: [{ name: 'one', isAssigned: true }], behind: 'f();\n' }],
    ['var one = ▯▯▯▯▯▯▯;', { names: ['one'], before: 'var a = 1;\n' }],
    ['const { one, two } = ▯▯▯▯▯▯▯;', { names: ['one', 'two'], behind: 'f();\n' }],
    ['type One = ▯▯▯▯▯▯▯;', { names: [{ name: 'One', isType: true }], behind: 'f();\n' }],
    ["import { one } from '▯▯▯▯';", { names: ['one'], ...outermost, behind: "import { b } from 'b';" }],
    ['for (const one of ▯▯▯) {', { names: [{ name: 'one', isInner: true }], shape: 'block' }],
    [
      'function one(two: ▯▯) {',
      { names: ['one', { name: 'two', isInner: true }], shape: 'block', behind: '\n}\none(1);' },
    ],
    [
      'for (const two of ▯▯▯) {',
      { names: ['one', { name: 'two', isInner: true }], shape: 'block', behind: '\n}\nf(one);' },
    ],
    ['▯▯(one: ▯▯) {', { names: [{ name: 'one', isInner: true }], shape: 'block', within: 'class' }],
    ['class One {', { names: ['One'], shape: 'class', within: 'outermost' }],
    [
      'export interface One {',
      { names: ['One'], shape: 'interface', ...outermost, behind: '\n}\nexport interface B {}' },
    ],
    ['for (const one of ▯▯▯)', { names: [{ name: 'one', isInner: true }], shape: 'block', behind: ' {' }],
    ['const one = ▯▯▯▯▯▯▯', { names: ['one'], behind: ';' }],
    [' one, two ', { names: ['one', 'two'], shape: 'list', before: 'import {', behind: "} from 'a';" }],
    ['{ one, two }', { names: ['one', 'two'], shape: 'list', before: 'const ', behind: ' = a();' }],
    ['one', { names: ['one'], shape: 'list', before: 'for (const ', behind: ' of all) {' }],
    ['one: ▯▯', { names: ['one'], shape: 'parameters', before: 'function f(', behind: ') {' }],
    ['one: ▯▯, ', { names: ['one'], shape: 'parameters', before: 'function f(', behind: 'two: number) {' }],
    ['▯▯▯((one) => {', { names: [{ name: 'one', isInner: true }], shape: 'callback', languageId: 'javascript' }],
    ['one,', { names: ['one'], shape: 'list', before: 'import {\n  ', behind: "\n  two,\n} from 'a';" }],
    ['one', { names: ['one'], shape: 'list', before: 'import {\n  two\n  ', behind: "\n} from 'a';" }],
  ])('is %s, to be filled in', (text, how) => {
    expect(textFor(how)).toBe(text);
  });
});

describe('what binds a wanted name in Python', () => {
  const python = { languageId: 'python', path: '/p/q/a.py' } as const;
  const outermost = { ...python, within: 'outermost' } as const;

  it.each([
    ['from lib import one', '/p/c.py', 'from lib import one, two\n'],
    ['from lib import one', '/p/c.py', 'from lib import (\n    one,\n    two,\n)\n'],
    ['from .b import one', '/p/q/c.py', 'from .b import one\n'],
    ['from ..b import one', '/p/c.py', 'from .b import one\n'],
    ['from .r.b import one', '/p/q/r/c.py', 'from .b import one\n'],
    ['import one', '/p/c.py', 'import one\n'],
    ['import two as one', '/p/c.py', 'import two as one\n'],
    ['from .b import one', '/p/q/b.py', 'from . import x\n\n\ndef one():\n    pass\n'],
  ])('is an import, from here: %s', (text, path, other) => {
    expect(textFor({ ...outermost, names: ['one'], others: { [path]: other } })).toBe(text);
  });

  it.each<[string, Case]>([
    ['one = ▯▯▯▯▯▯▯', { ...python, names: ['one'] }],
    ['import json', { ...outermost, names: ['json'], behind: 'json.dumps(a)\njson.loads(b)\n' }],
    ['from ▯▯▯ import one', { ...outermost, names: ['one'], before: 'import os\n' }],
    ['for one in ▯▯▯▯:', { ...python, names: [{ name: 'one', isInner: true }], shape: 'block' }],
    ['one', { ...python, names: ['one'], shape: 'parameters', before: 'def f(a, ', behind: '):' }],
    ['class One▯▯▯:', { ...outermost, names: ['One'], shape: 'block' }],
    ['def one(two):', { ...outermost, names: [{ name: 'two', isInner: true }, 'one'], shape: 'block' }],
    [
      'def ▯▯(self, one):',
      { ...python, within: 'class', shape: 'block', names: ['one', 'self'].map((name) => ({ name, isInner: true })) },
    ],
  ])('is %s, to be filled in', (text, how) => {
    expect(textFor(how)).toBe(text);
  });
});

describe('what a loop goes through', () => {
  const inner = [{ name: 'item', isInner: true } as const];
  it.each([
    ['for (const item of items) {', 'function f(items) {\n  '],
    ['for (const item of cart.items) {', 'const items = 1;\nf(cart.items);\n'],
    ['for (const item of allItems) {', 'function f(allItems: A) {\n  '],
    ['for (const item of items) {', 'const items = readItems(text);\n  '],
    ['for (const item of ▯▯▯) {', 'function f(systems) {\n  '],
  ])('is the nearest name that says so: %s', (text, before) => {
    expect(textFor({ names: inner, shape: 'block', before })).toBe(text);
  });

  it('is found in Python, too', () => {
    const python = { languageId: 'python', shape: 'block' } as const;
    const entry = [{ name: 'entry', isInner: true } as const];
    expect(textFor({ ...python, names: entry, before: 'def f(old_entries):\n    ' })).toBe('for entry in old_entries:');
  });
});

it('is had by a text as a word of its own', () => {
  const wanted = wantedOf({ names: ['one', 'two'] });
  expect(hasWanted('const two = 1;', wanted)).toBe(true);
  expect(hasWanted('const someone = twofold;', wanted)).toBe(false);
});

describe('a text that binds names', () => {
  const around = ['f(used);\n', '\ng(later);\n'] as const;
  it.each([
    'const other = 1;',
    "import { other } from 'a';",
    'import other',
    'from a import other',
    'let { a, b } = c;',
  ])('does so in vain where nothing uses them: %s', (text) => expect(bindsInVain(text, around)).toBe(true));
  it.each([
    'const used = 1;',
    'import later',
    'const a = 1;\nreturn a;',
    'let { a, later } = c;',
    'return other;',
    'other = 1',
  ])('does not where something does, or it binds none: %s', (text) => expect(bindsInVain(text, around)).toBe(false));

  it('does so once more where it may not', () => {
    expect(bindsAgain('const one = 1;', ['two', 'one'])).toBe(true);
    expect(bindsAgain("import { one } from 'a';", ['one'])).toBe(true);
    expect(bindsAgain('one = 1;', ['one'])).toBe(false);
    expect(bindsAgain('var one = 1;', ['one'])).toBe(false);
  });
});
