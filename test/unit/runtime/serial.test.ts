import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { Serial } from '../../../engine/runtime/serial';

describe('serial jobs', () => {
  it('run one after the other, in order, past failures', async () => {
    const serial = new Serial();
    const log: string[] = [];
    const job = (name: string, ms: number) => async () => {
      log.push(`${name} begins`);
      await sleep(ms);
      log.push(`${name} ends`);
      return name;
    };
    const first = serial.run(job('a', 5));
    const second = serial.run(() => Promise.reject(new Error('b fails')));
    const third = serial.run(job('c', 1));
    await expect(second).rejects.toThrow('b fails');
    expect(await Promise.all([first, third])).toEqual(['a', 'c']);
    expect(log).toEqual(['a begins', 'a ends', 'c begins', 'c ends']);
  });

  it('do not begin once they are aborted', async () => {
    const serial = new Serial();
    const abort = new AbortController();
    let ran = false;
    const waiting = serial.run(() => sleep(5));
    const aborted = serial.run(() => Promise.resolve((ran = true)), abort.signal);
    abort.abort(new Error('no longer'));
    await expect(aborted).rejects.toThrow('no longer');
    await waiting;
    expect(ran).toBe(false);
  });
});
