import { expect, it } from 'vitest';
import { checksOf } from '../../../engine/cli/validateFlags';
import { check } from '../../../engine/validate/check';

const COMMENTED = '{\n  // why\n  "a": [1, 2,],\n}\n';

it.each([
  ['config.jsonc', true],
  ['config.json', false],
])('comments and trailing commas in %s are valid: %s', (path, isValid) => {
  const checks = checksOf({ validate: 'json' }, path) ?? {};
  expect(check(COMMENTED, checks).length === 0).toBe(isValid);
});

it('no check is none, and rounds of none are refused', () => {
  expect(checksOf({}, 'a.ts')).toBeUndefined();
  expect(() => checksOf({ rounds: 2 }, 'a.ts')).toThrow(/--rounds goes with a check: add --validate or --schema/);
});
