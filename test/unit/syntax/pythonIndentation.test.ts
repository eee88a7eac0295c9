import { describe, expect, it } from 'vitest';
import { indentationProblems } from '../../../engine/syntax/pythonIndentation';
import { logicalLines } from '../../../engine/syntax/pythonLines';

const linesOf = (text: string): number[] =>
  indentationProblems(logicalLines(text)).map(({ start }) => text.slice(0, start).split('\n').length);

describe('indentation of Python', () => {
  it.each([
    'a = 1\n',
    'if a:\n    b\nelif c: d\nelse:\n    e\nf\n',
    'def f(a,\n  b):\n    return (a +\nb)\n',
    'if a:  # why\n\n# far left\n        # far right\n    b\n',
    'a = """\n    text: (\n"""\nb\n',
    'a = 1 + \\\n        2\nb\n',
    'a = 1 + \\\r\n        2\r\nb\r\n',
    'if a:  # C:\\\n    b\n    c\nd\n',
    'if a:\n    b \\\n  = c\n    d\n',
    'class A:\n\tdef f(self):\n\t\treturn {\n  1: 2}\n\tx = 1\n',
    'if a:\r\n    b\r\nc\r\n',
  ])('finds nothing wrong with %j', (text) => {
    expect(indentationProblems(logicalLines(text))).toEqual([]);
  });

  it('finds a line that is deeper for no reason, and only it', () => {
    expect(linesOf('a\n    b\n    c\nd\n')).toEqual([2]);
  });

  it('finds a header without a block', () => {
    expect(linesOf('if a:\nb\nc\n')).toEqual([2]);
  });

  it('finds a line that goes back to no depth', () => {
    expect(linesOf('if a:\n    if b:\n        c\n      d\ne\n')).toEqual([4]);
  });
});
