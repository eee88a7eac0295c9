import { expect, it } from 'vitest';
import { applyHoles } from '../../../engine/cli/applyHoles';

const hole = (start: number, end: number, text: string) => ({ span: { start, end }, text });

it.each([
  ['an empty hole where another begins', [hole(1, 1, 'X'), hole(1, 3, 'Y')], 'aXYd'],
  ['an empty hole where another ends', [hole(1, 3, 'Y'), hole(3, 3, 'X')], 'aYXd'],
  ['two empty holes at one place, as asked for', [hole(2, 2, 'X'), hole(2, 2, 'Y')], 'abXYcd'],
  ['holes that meet, and one apart', [hole(0, 1, 'longer'), hole(1, 2, ''), hole(3, 4, 'Z')], 'longercZ'],
])('%s: nothing but the holes changes', (_, holes, expected) => {
  expect(applyHoles('abcd', holes)).toBe(expected);
});
