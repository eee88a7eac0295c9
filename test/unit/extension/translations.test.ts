/**
 * Translations are complete: every text of the code and of the manifest has one, none is left over, and what a program
 * fills in or a reader follows (placeholders, code, names of commands) is the same in every language.
 */
import { getL10nJson } from '@vscode/l10n-dev';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import nls from '../../../package.nls.json';
import manifest from '../../../package.json';

type Texts = Readonly<Record<string, string>>;

const root = join(import.meta.dirname, '../../..');
const read = (path: string): Texts => JSON.parse(readFileSync(join(root, path), 'utf8'));
const languages = readdirSync(join(root, 'l10n')).flatMap((file) => /^bundle\.l10n\.(.+)\.json$/.exec(file)?.[1] ?? []);
const sorted = (values: Iterable<string>) => [...values].sort();
const all = (text: string, pattern: RegExp) => sorted(text.match(pattern) ?? []);
let spoken: Texts;

function sources(): readonly string[] {
  const files = readdirSync(join(root, 'extension'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, 'extension', file), 'utf8'));
}

beforeAll(async () => {
  const scripts = sources().filter((contents) => contents.includes('l10n.t('));
  const found = await getL10nJson(scripts.map((contents) => ({ extension: '.ts', contents })));
  spoken = Object.fromEntries(Object.keys(found).map((text) => [text, text]));
});

test('the manifest is translated into the same languages as the code', () => {
  const manifests = readdirSync(root).flatMap((file) => /^package\.nls\.(.+)\.json$/.exec(file)?.[1] ?? []);
  expect(languages).toContain('de');
  expect(sorted(manifests)).toEqual(sorted(languages));
});

/** A sentence that is glued together, or left in English, cannot be translated: nobody would find it. */
test('texts of the code are found by the tool, all of them', () => {
  const calls = sources().flatMap((contents) => contents.match(/l10n\.t\(\s*[^\s'"]/g) ?? []);
  expect(calls).toEqual([]);
  expect(Object.keys(spoken).length).toBeGreaterThan(200);
});

describe.each(languages)('%s', (language) => {
  const pairs = (): readonly (readonly [string, Texts, Texts])[] => [
    ['code', spoken, read(`l10n/bundle.l10n.${language}.json`)],
    ['manifest', nls, read(`package.nls.${language}.json`)],
  ];

  test('says everything, and nothing that no longer exists', () => {
    for (const [where, source, target] of pairs()) {
      expect([where, ...sorted(Object.keys(target))]).toEqual([where, ...sorted(Object.keys(source))]);
      for (const text of Object.values(target)) expect(text.trim()).not.toBe('');
    }
  });

  test('keeps placeholders, code, links and icons as they are', () => {
    const fixed = /\{\w+\}|`[^`]*`|\$\([\w~-]+\)|\]\([^)]*\)/g;
    for (const [, source, target] of pairs()) {
      for (const [key, text] of Object.entries(source)) {
        expect([key, ...all(target[key] ?? '', fixed)]).toEqual([key, ...all(text, fixed)]);
      }
    }
  });

  test('names commands as their titles do', () => {
    const names = (texts: Texts) =>
      Object.values(texts).flatMap((text) => [...text.matchAll(/\*Remask: ([^*]+)\*/g)].map(([, title]) => title));
    for (const texts of [nls, read(`package.nls.${language}.json`)]) {
      const titles: readonly (string | undefined)[] = manifest.contributes.commands.map(
        ({ title }) => (texts as Texts)[title.slice(1, -1)],
      );
      expect(names(texts).filter((name) => !titles.includes(name))).toEqual([]);
    }
  });
});
