/** Whatever goes wrong, the message says what to do, and one click does it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { afterEach, expect, test } from 'vitest';
import * as commands from '../../../extension/messages/commands';
import * as drafts from '../../../extension/messages/drafts';
import * as engine from '../../../extension/messages/engine';
import type { Message } from '../../../extension/messages/message';
import * as models from '../../../extension/messages/models';

type AnyMessage = (...values: readonly unknown[]) => Message;

const groups = { commands, drafts, engine, models };
const messages = Object.values(groups).flatMap((file) => Object.entries<unknown>(file));
const made = () => messages.map(([name, make]) => [name, (make as AnyMessage)('x', 'y', 'z')] as const);
const texts = made();

afterEach(() => l10n.config({ contents: {} }));

test('the messages of all files are looked at', () => {
  const files = readdirSync(join(import.meta.dirname, '../../../extension/messages'));
  expect(files.sort()).toEqual([...Object.keys(groups), 'message'].map((name) => `${name}.ts`).sort());
});

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

/** VS Code folds a message without a button to one line of its box, and cuts off the rest. */
const WHOLE = 58;

test.each(['en', 'de'])('a message without a button is short enough to be read whole: %s', (language) => {
  const translations = join(import.meta.dirname, `../../../l10n/bundle.l10n.${language}.json`);
  if (language !== 'en') l10n.config({ contents: readFileSync(translations, 'utf8') });
  const plain = made().filter(([, { actions }]) => actions.length === 0);
  expect(plain.length).toBeGreaterThan(5);
  expect(plain.filter(([, { text }]) => text.length > WHOLE).map(([, { text }]) => text)).toEqual([]);
});
