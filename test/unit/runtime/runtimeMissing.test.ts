import { describe, expect, it } from 'vitest';
import { runtimeMissing } from '../../../engine/runtime/runtimeMissing';

const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });

describe('where ONNX Runtime does not load', () => {
  it.each([
    ['win32', 'x64', 'ERR_DLOPEN_FAILED', /\(The specified module could not be found\.\).*vc_redist\.x64\.exe/],
    ['win32', 'arm64', 'ERR_DLOPEN_FAILED', /vc_redist\.arm64\.exe/],
    ['linux', 'x64', 'ERR_DLOPEN_FAILED', /GNU C library/],
    ['darwin', 'x64', 'MODULE_NOT_FOUND', /package of Remask for darwin-x64/],
  ] as const)('on %s-%s it is said what helps', (platform, arch, code, said) => {
    const error = runtimeMissing(failure(code, 'The specified module could not be found.\n\\\\?\\C:\\a.node'), {
      platform,
      arch,
    });
    expect(error).toMatchObject({ kind: 'model', message: expect.stringMatching(said) as string });
    expect(error.message).not.toContain('\n');
  });
});
