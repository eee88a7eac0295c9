import { describe, expect, test } from 'vitest';
import { lensesOf } from '../../../extension/render/lenses';
import { shorteningOf } from '../../../extension/render/shortening';
import { staged, stagedHole } from './builders';

const LINE = '  const value = compute(first, second);\n';

function shortened(original: string, text: string) {
  return shorteningOf(staged(stagedHole(0, original, [[text, 0.5]])));
}

describe('a draft in place of a long text', () => {
  test('says how many of its lines are left, or characters where there are as many lines', () => {
    expect(shortened(LINE.repeat(10), `${LINE}${LINE}`)).toEqual({ before: 10, after: 2, of: 'lines' });
    const long = `f(${'argument, '.repeat(20)}last)`;
    expect(shortened(long, 'f(last)')).toEqual({ before: long.length, after: 7, of: 'characters' });
    expect(shortened(LINE.repeat(10), '')).toEqual({ before: 10, after: 0, of: 'lines' });
  });

  test('says nothing where little was there, or most of it is left', () => {
    expect(shortened(LINE, 'x')).toBeUndefined();
    expect(shortened(LINE.repeat(10), LINE.repeat(8))).toBeUndefined();
    expect(shortened('', LINE.repeat(10))).toBeUndefined();
  });

  test('says so in the line above it', () => {
    const titles = (text: string) =>
      lensesOf(staged(stagedHole(0, LINE.repeat(10), [[text, 0.95]])), { uncertain: 0, passes: undefined }).map(
        ({ title }) => title,
      );
    expect(titles(LINE)[0]).toBe('$(fold) Shortened: 1 of 10 lines');
    expect(titles(LINE.repeat(10)).join()).not.toMatch(/Shortened/);
  });
});
