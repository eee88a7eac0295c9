import { expect, it } from 'vitest';
import { isReaderGone } from '../../../engine/cli/output';

it.each([
  ['EPIPE', true],
  ['EOF', true],
  ['ENOSPC', false],
])('a reader that is gone is no failure, whatever the system calls it: %s', (code, isGone) => {
  expect(isReaderGone(Object.assign(new Error(`write ${code}`), { code }))).toBe(isGone);
});
