/** Whatever goes wrong, the message says what to do, and one click does it. */
import { expect, test } from 'vitest';
import * as messages from '../../../extension/messages';
import type { Message } from '../../../extension/messages';

type AnyMessage = (...values: readonly unknown[]) => Message;

const texts = Object.entries(messages).map(([name, make]) => [name, (make as AnyMessage)('x', 'y', 'z')] as const);

test('warnings and errors carry an action', () => {
  const helpless = texts.filter(([, { severity, actions }]) => severity !== 'info' && actions.length === 0);
  expect(helpless.map(([name]) => name)).toEqual([]);
  expect(texts.filter(([, { severity }]) => severity !== 'info').length).toBeGreaterThan(5);
});

test('a message is sentences, on one line, with two or three buttons at most', () => {
  for (const [name, { text, actions }] of texts) {
    // What an engine or a summary says is passed on as it is.
    if (text !== 'x' && text !== 'y') expect([name, text]).toEqual([name, expect.stringMatching(/^\S[^\n]*[.?!]$/)]);
    expect(actions.length).toBeLessThanOrEqual(3);
  }
});
