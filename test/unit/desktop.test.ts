import { expect, test } from 'vitest';
import { commandArguments } from '../host/desktop';

test('a clone in a folder with a space opens on Windows, too', () => {
  const args = ['--extensionDevelopmentPath=C:\\My code\\remask', 'C:\\My code\\remask\\out\\workspace'];
  expect(commandArguments(args, 'win32')).toEqual(args.map((arg) => `"${arg}"`));
  expect(commandArguments(args, 'darwin')).toEqual(args);
});
