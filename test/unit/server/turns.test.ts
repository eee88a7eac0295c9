import { expect, it } from 'vitest';
import { Turns } from '../../../engine/server/turns';

it('somebody waits from the beginning of a run to its end, between its turns, too', async () => {
  const told: string[] = [];
  const turns = new Turns({ onBusy: () => told.push('busy'), onFree: () => told.push('free') });
  const note = (text: string) => () => Promise.resolve(void told.push(text));
  await turns.enter(async () => {
    await turns.take(note('first'));
    await new Promise(setImmediate);
    await turns.take(note('second'));
  });
  await new Promise(setImmediate);
  await turns.take(note('third'));
  await new Promise(setImmediate);
  expect(told).toEqual(['busy', 'first', 'second', 'free', 'busy', 'third', 'free']);
});
