import { describe, expect, it } from 'vitest';
import { missingIn } from '../../../engine/syntax/missing';

/** `▯` marks the hole. */
function missing(marked: string, languageId = 'typescript') {
  const at = marked.indexOf('▯');
  const found = missingIn(marked.replace('▯', ''), { start: at, end: at }, languageId);
  return found && { ...found, before: found.before.join(''), after: found.after.join('') };
}

describe('what a hole has to close and open', () => {
  it('is nothing where all pairs are around it, or its language is not known', () => {
    expect(missing('f(a, { b: [▯] });')).toBeUndefined();
    expect(missing('f((▯', 'markdown')).toBeUndefined();
  });

  it('is what only one side has, whatever is around both', () => {
    expect(missing('class A {\n  f() {\n    g({ a: [▯;\n  }\n}\n')).toMatchObject({ before: '({[', after: '' });
    expect(missing('class A {\n  ▯\n    });\n  }\n}\n')).toMatchObject({ before: '', after: '})}' });
    expect(missing('f(() => {\n  g(▯\n  h([1]);\n});\n')).toMatchObject({ before: '(', after: '' });
  });

  it('may be both at once', () => {
    expect(missing('{ "a": [1, ▯ 2 } }', 'json')).toMatchObject({ before: '[', after: '}' });
  });

  it('minds no bracket in a string or comment', () => {
    expect(missing('f("(", /* [ */ ▯); // }')).toBeUndefined();
  });

  it('tells of strings that a border cuts', () => {
    expect(missing('{ "a": "b▯, "c": 1 }', 'json')).toMatchObject({ ended: '"', begun: '' });
    expect(missing('{ "a": ▯b", "c": 1 }', 'json')).toMatchObject({ ended: '', begun: '"' });
    expect(missing('{ "a": "b▯c" }', 'json')).toMatchObject({ ended: '"', begun: '"' });
  });
});
