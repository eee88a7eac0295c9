import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { FramePlayer } from '../../../engine/cli/framePlayer';

describe('FramePlayer', () => {
  it('shows every frame in order, then takes the last one away', async () => {
    const stream = Object.assign(new PassThrough(), { columns: 80, rows: 24, isTTY: false });
    const player = new FramePlayer(stream);
    for (const frame of ['first', 'second', 'third']) player.push(frame);
    await player.finish();
    const written = String(stream.read());
    expect(written).toMatch(/first[^]*second[^]*third/);
    const ERASE_LINE = '\u001b[2K';
    expect(written.lastIndexOf(ERASE_LINE)).toBeGreaterThan(written.indexOf('third'));
  });

  it('takes frames again after a pause', async () => {
    const stream = Object.assign(new PassThrough(), { columns: 80, rows: 24, isTTY: false });
    const player = new FramePlayer(stream);
    player.push('first');
    await new Promise((resolve) => setTimeout(resolve, 100));
    player.push('second');
    await player.finish();
    expect(String(stream.read())).toMatch(/first[^]*second/);
  });
});
