/**
 * A stand-in for a language pack of VS Code: it translates nothing of the workbench, but makes VS Code resolve its
 * display language, which extensions then speak.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `userData` is where VS Code notes the language packs that it has. */
export function installLanguagePack(userData: string, language: string): void {
  mkdirSync(userData, { recursive: true });
  const translations = join(userData, `empty-${language}.json`);
  writeFileSync(translations, JSON.stringify({ contents: {} }));
  const pack = {
    hash: `stand-in-${language}`,
    label: language,
    extensions: [{ extensionIdentifier: { id: `stand-in.language-pack-${language}` }, version: '1.0.0' }],
    translations: { vscode: translations },
  };
  writeFileSync(join(userData, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}
