import { describe, expect, it } from 'vitest';
import { takeEnclosing } from '../../../engine/decode/recall/parallel/enclosing';
import { parallelTextFor } from '../../../engine/decode/recall/parallel/parallelText';
import { Renaming } from '../../../engine/decode/recall/parallel/renaming';
import { wordsOf } from '../../../engine/decode/recall/parallel/words';

/** What the parallel of the hole at `▯` makes of it. */
function filled(document: string, ...others: readonly string[]): string | undefined {
  const [before = '', behind = ''] = document.split('▯');
  return parallelTextFor(before, behind, others.map(wordsOf))?.text;
}

describe('the words of a text', () => {
  it('are its names, keywords, numbers and signs, with their places', () => {
    const { words, starts, ends, breaks, names } = wordsOf('if (größe_1)\n  x += 12;');
    expect(words).toEqual(['if', '(', 'größe_1', ')', 'x', '+', '=', '12', ';']);
    expect([starts[2], ends[2]]).toEqual([4, 11]);
    expect(breaks.map(Number).join('')).toBe('000010000');
    expect(names.map(Number).join('')).toBe('001010000');
  });

  it('are no names where they stand for nothing else, in any of the languages', () => {
    const { words, names } = wordsOf('true false null undefined True False None self this truth falsehood');
    expect(words.filter((_, i) => names[i])).toEqual(['truth', 'falsehood']);
  });
});

describe('a renaming', () => {
  it('is consistent: each name stands for one', () => {
    const renaming = Renaming.none();
    expect(renaming.take('user', 'order')).toBe(true);
    expect(renaming.take('user', 'order')).toBe(true);
    expect(renaming.take('user', 'user')).toBe(false);
    expect(renaming.take('item', 'item')).toBe(true);
    expect(renaming.take('item', 'order')).toBe(false);
  });

  it('is of names alone', () => {
    const renaming = Renaming.none();
    for (const [there, here] of [
      ['(', '['],
      ['if', 'while'],
      ['1', '2'],
      ['name', 'this'],
    ] as const) {
      expect(renaming.take(there, here)).toBe(false);
    }
    expect(renaming.apply('name')).toBe('name');
  });

  it('goes on to names that hold what differs, in their case', () => {
    const renaming = Renaming.none();
    renaming.take('readUser', 'readOrder');
    expect(['User', 'userCount', 'MAX_USER', 'users', 'if'].map((word) => renaming.apply(word))).toEqual([
      'Order',
      'orderCount',
      'MAX_ORDER',
      'orders',
      'if',
    ]);
  });

  it('leaves alone what only begins like a part', () => {
    const renaming = Renaming.none();
    renaming.take('dev', 'prod');
    expect(['development', 'devTools', 'devs', 'rundev', 'run_dev'].map((word) => renaming.apply(word))).toEqual([
      'development',
      'prodTools',
      'prods',
      'rundev',
      'run_prod',
    ]);
  });

  it('does not spread capitals over names that have none', () => {
    const renaming = Renaming.none();
    renaming.take('FIELD_TAG', 'TOOLTIP_TAG');
    expect(['FieldProps', 'fieldProps', 'MY_FIELD'].map((word) => renaming.apply(word))).toEqual([
      'TooltipProps',
      'tooltipProps',
      'MY_TOOLTIP',
    ]);
  });

  it('of a copy leaves the original as it was', () => {
    const renaming = Renaming.none();
    renaming.copy().take('a', 'b');
    expect(renaming.take('a', 'c')).toBe(true);
  });
});

describe('a parallel', () => {
  it('gives a whole hole in the names of its surroundings', () => {
    const twins = `
      function firstUser(users) {
        if (users.length === 0) return null;
        return users[0];
      }
      function firstOrder(orders) {
        ▯
        return orders[0];
      }`;
    expect(filled(twins)).toBe('if (orders.length === 0) return null;');
  });

  it('may stand in another file, with other indentation, and be several lines', () => {
    const other = 'const ready = load();\nif (ready) {\n\tfor (const a of all) {\n\t\tstart(a);\n\t}\n}\nend();\n';
    const load = 'const ready = load();\n';
    expect(filled(`${load}if (ready) {\n▯\n}\nend();\n`, other)).toBe('\tfor (const a of all) {\n\t\tstart(a);\n\t}');
    expect(filled(`    ${load}    if (ready) {\n        ▯\n    }\n    end();\n`, other)).toBe(
      'for (const a of all) {\n        \tstart(a);\n        }',
    );
  });

  it('is indented as deep below the line above it as it is there', () => {
    const twin = 'function a(x) {\n  if (x) {\n    open(x);\n    shut(x);\n  }\n  done(x);\n}\n';
    const here = (indentation: string) =>
      `${twin}    if (y) {\n        open(y);\n${indentation}▯\n    }\n    done(y);\n`;
    expect(['', '    ', '        ', '            '].map((blanks) => filled(here(blanks)))).toEqual([
      '        shut(y);',
      '    shut(y);',
      'shut(y);',
      'shut(y);',
    ]);
    expect(filled(`${twin}\tif (y) {\n▯\n\t\tshut(y);\n\t}\n\tdone(y);\n`)).toBe('\t  open(y);');
  });

  it('has the spaces and line breaks of both borders, where the hole begins and ends at words', () => {
    const twin = 'call(a,\n  [\n    one,\n    two,\n  ],\n  b);\n';
    expect(filled(`${twin}call(a,\n  [▯],\n  b);\n`)).toBe('\n    one,\n    two,\n  ');
    expect(filled('x = a + b;\ny = x;\nx =▯;\ny = x;\n')).toBe(' a + b');
  });

  it('is the next one where what it proposes was refused', () => {
    const twins = ['x = f(1);', 'x = g(22);'].map((line) => wordsOf(`open(a);\nread(b);\n${line}\nshut(a);\n`));
    const next = (...refused: readonly string[]) =>
      parallelTextFor('open(a);\nread(b);\n', '\nshut(a);\n', twins, { refused })?.text;
    expect([next(), next('x=f(1);'), next('x = g(22);')]).toEqual(['x = f(1);', 'x = g(22);', 'x = f(1);']);
    expect(['x = f(1);', 'x = g(22);']).not.toContain(next('x = f(1);', 'x = g(22);'));
    const place = 'class Circle:\n  def a(self): pass\n  def show(self):\n    return "Circle"\n  def end(self): pass\n';
    const here = ['class Square:\n  def show(self):\n    ', '\n  def end(self): pass\n'] as const;
    expect(parallelTextFor(...here, [wordsOf(place)])?.text).toBe('return "Square"');
    expect(parallelTextFor(...here, [wordsOf(place)], { refused: ['return "Square"'] })?.text).not.toMatch(/return/);
  });

  it('stays in its block where what it replaces does', () => {
    const place = 'function a() {\n  open();\n}\nfunction b() {\n  shut();\n}\n';
    const instead = (replaced: string, ...document: readonly [string, string]) =>
      parallelTextFor(...document, [wordsOf(place)], { replaced })?.text;
    const braces = ['function c() {\n  open();\n', '\n  shut();\n}\n'] as const;
    expect(instead('', ...braces)).toBe('}\nfunction b() {');
    expect(instead('}\nx();', ...braces)).toBe('}\nfunction b() {');
    expect(instead('x(y[1]);', ...braces)).toBeUndefined();
  });

  it('is no less indented then', () => {
    const place = 'def a():\n  open()\ndef b():\n  shut()\n';
    const instead = (replaced: string) =>
      parallelTextFor('def c():\n  open()\n  ', '\n  shut()\n', [wordsOf(place)], { replaced })?.text;
    expect(instead('')).toBe('def b():');
    expect(instead('x()\n  y()')).toBeUndefined();
  });

  it('is rather short: each word more has to be paid by what agrees', () => {
    const place = (between: string) => `open(b);\n${between}shut(b);\n`;
    const score = (between: string) =>
      parallelTextFor('open(a);\n', '\nshut(a);\n', [wordsOf(place(between))])?.score ?? 0;
    expect(score('x;\n')).toBeGreaterThan(score('x.y(z);\n'));
    expect(filled('open(a);\n▯\nshut(a);\n', place('x.y(z);\n'), place('x;\n'))).toBe('x;');
  });

  it('is within a line where the hole is, spaced as it is there', () => {
    expect(filled('read(path, mode);\nread(▯);\n')).toBe('path, mode');
    expect(filled('const a = b + 1;\nconst a =▯;\n')).toBe(' b + 1');
    expect(filled('const a = b + 1;\nconst a = ▯;\n')).toBe('b + 1');
  });

  it('goes by the lines around for names that are not beside the hole', () => {
    const place = wordsOf('class Circle:\n    def a(self):\n        x\n    def show(self):\n        return "Circle"\n');
    const here = wordsOf('class Square:\n    def b(self):\n        y\n    def show(self):\n        ');
    const renaming = Renaming.none();
    const at = place.words.indexOf('return');
    takeEnclosing(
      renaming,
      { words: place, at, indentation: 8 },
      { words: here, at: here.words.length, indentation: 8 },
    );
    expect(['Circle', 'circles', 'a'].map((word) => renaming.apply(word))).toEqual(['Square', 'squares', 'a']);
  });

  it('ends with the line where the document does', () => {
    expect(filled('class A {\n  f() {\n    return this.a;\n  }\n}\nclass B {\n  f() {\n    ▯')).toBe('return this.a;');
  });

  it('is the one that agrees most', () => {
    const texts = ['open(a);\nshut(b);\nlast(c);\n', 'first(a);\nopen(x);\nread(y);\nlast(c);\n'];
    expect(filled('first(a);\nopen(x);\n▯\nlast(c);\n', ...texts)).toBe('read(y);');
  });

  it('counts names that stand for others no more than what is the same', () => {
    const prose = '# so many words about one thing that it is\n# about something else that we read\n';
    const score = (one: string, other: string): number => {
      return parallelTextFor(one, '\nend();', [wordsOf(other)])?.score ?? 0;
    };
    expect(score('# one two three four five six seven\n', `${prose}end();`)).toBeLessThanOrEqual(2);
    expect(score('f(one, two, three);\n', 'f(four, five, six);\n g;\n end();')).toBeGreaterThan(4);
  });

  it('of a hole that begins or ends within a word has the rest of it', () => {
    const twin = 'function a() {\n  return readUsers(path);\n}\n';
    expect(filled(`${twin}function b() {\n  return read▯(path);\n}\n`)).toBe('Users');
    expect(filled(`${twin}function b() {\n  ret▯Users(path);\n}\n`)).toBe('urn read');
    expect(filled(`${twin}function b() {\n  return readUsers▯;\n}\n`)).toBe('(path)');
    expect(filled(`${twin}function b() {\n  return write▯(path);\n}\n`)).toBeUndefined();
    expect(filled(`${twin}function b() {\n  return readUsers▯(path);\n}\n`)).toBeUndefined();
  });

  it('begins with the word at the hole as it is called there', () => {
    const twin = 'function size(user) {\n  return user.length;\n}\n';
    expect(filled(`${twin}function size(order) {\n  return ord▯;\n}\n`)).toBe('er.length');
  });

  it('is none where nothing agrees on both sides', () => {
    expect(filled('one two\n▯\n(three)\n')).toBeUndefined();
    expect(filled('▯')).toBeUndefined();
    expect(filled('▯', 'a b c')).toBeUndefined();
  });
});
