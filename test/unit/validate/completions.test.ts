import { describe, expect, test } from 'vitest';
import { askAt, textsFor } from '../../../engine/validate/rounds/completions';

const text = "user.name('ok', 10);";
const at = (word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });
const entry = (name: string, sortText = '') => ({ text: name, sortText });

describe('a completion list', () => {
  test('is asked for at the word, in a string behind its quote, and not for a sign', () => {
    expect(askAt(text, at('name'))).toBe(5);
    expect(askAt(text, at('10'))).toBe(16);
    expect(askAt(text, at("'ok'"))).toBe(11);
    expect(askAt(text, at('('))).toBeUndefined();
  });

  test('knows names, the nearest first, each once', () => {
    const list = [entry('far', '15'), entry('near', '11'), entry('near', '12'), entry('new Thing()'), entry('a-b')];
    expect(textsFor(text, at('name'), list)).toEqual(['near', 'far']);
  });

  test('knows strings, which take the quotes that stand there', () => {
    const list = [entry('"warn"'), entry('a/b'), entry("it's")];
    expect(textsFor(text, at("'ok'"), list)).toEqual(["'warn'", "'a/b'"]);
  });
});
