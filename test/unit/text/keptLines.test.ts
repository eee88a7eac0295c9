import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { KeptLines } from '../../../engine/text/keptLines';

const MIB = 2 ** 20;

describe('the lines that are kept', () => {
  let collect: () => void;
  beforeAll(() => {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  });

  /** Bytes of the heap that `work` leaves taken. */
  function leftBy(work: () => void): number {
    collect();
    const before = process.memoryUsage().heapUsed;
    work();
    collect();
    return process.memoryUsage().heapUsed - before;
  }

  it('are made once, and again after very many others', () => {
    const lines = new KeptLines();
    let made = 0;
    const ids = (line: string) => [++made, line.length];
    for (const [line, first] of [
      ['a', 1],
      ['b', 2],
      ['a', 1],
    ] as const)
      expect(lines.take(line, ids)).toEqual([first, 1]);
    for (let i = 0; i < 50; i++) lines.take(`${i}`.padEnd(100_000), ids);
    expect(lines.take('a', ids)).toEqual([53, 1]);
    expect(lines.take('49'.padEnd(100_000), ids)).toEqual([52, 100_000]);
  });

  it('do not keep the texts that they are of', () => {
    const lines = new KeptLines();
    const text = 'x'.repeat(500_000);
    const left = leftBy(() => {
      for (let i = 0; i < 100; i++) lines.take(`a line of version ${i} of${text}`.slice(0, 24), () => [1]);
    });
    expect(left).toBeLessThan(10 * MIB);
  });

  it('take no more room when they are long than when they are many', () => {
    const lines = new KeptLines();
    const [long, many] = [300, 60_000].map((count) =>
      leftBy(() => {
        for (let i = 0; i < count; i++) lines.take(`${i}`.padEnd(30_000_000 / count, 'é'), (line) => [line.length]);
      }),
    );
    expect(long).toBeLessThan(20 * MIB);
    expect(many).toBeLessThan(20 * MIB);
  });
});
