import { describe, expect, it } from 'vitest';
import { explainDisk } from '../../../engine/models/disk';
import { renameOnceFree, type RenameTools } from '../../../engine/models/renameOnceFree';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

/** A system that refuses so often, then does it. */
function held(code: string, times: number, platform: NodeJS.Platform = 'win32') {
  let asked = 0;
  const pauses: number[] = [];
  const tools: RenameTools = {
    platform,
    rename: () => (asked++ < times ? Promise.reject(failure(code)) : Promise.resolve()),
    pause: async (ms) => pauses.push(ms),
  };
  return { renamed: renameOnceFree('a', 'b', tools), pauses, asked: () => asked };
}

describe('a rename', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('waits on Windows for who looks into it (%s)', async (code) => {
    const { renamed, pauses } = held(code, 3);
    await renamed;
    expect(pauses).toEqual([50, 100, 200]);
  });

  it('gives up at last, and at once for any other reason or elsewhere', async () => {
    const long = held('EPERM', Infinity);
    await expect(long.renamed).rejects.toThrow('EPERM');
    expect(long.asked()).toBe(8);
    for (const one of [held('ENOSPC', 1), held('EPERM', 1, 'linux')]) {
      await expect(one.renamed).rejects.toThrow();
      expect(one.asked()).toBe(1);
    }
  });
});

it('what another program holds is no unexpected failure', () => {
  expect(explainDisk(failure('EBUSY'), 'models/a')).toMatchObject({ kind: 'busy', message: expect.stringMatching(/in use/) as string });
});
