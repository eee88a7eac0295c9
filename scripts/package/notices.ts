/** The licences of everything in a .vsix that others wrote, as the text of ThirdPartyNotices.txt. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MISSING_LICENCES } from './missingLicences';
import { shippedPackages } from './shippedPackages';

export const NOTICES = 'ThirdPartyNotices.txt';

const LICENCE_FILE = /^(licen[cs]e|copying|notice|third-?party-?notices)\b.*$/i;
const RULE = '-'.repeat(80);
const HEAD = `Third-party notices

Remask contains code of the packages below, each under its own licence. This file is made by \`npm run notices\` from
what is bundled and shipped; a test compares the two.
`;

interface Notice {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

export async function noticesOf(root: string): Promise<string> {
  const notices = (await shippedPackages(root)).map((folder) => noticeOf(root, folder));
  const sorted = notices.sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
  return [HEAD, ...sorted.map(section)].join('\n');
}

function noticeOf(root: string, folder: string): Notice {
  const path = join(root, folder);
  const about: { name: string; version: string; license: string } = JSON.parse(
    readFileSync(join(path, 'package.json'), 'utf8'),
  );
  const files = readdirSync(path)
    .filter((file) => LICENCE_FILE.test(file))
    .sort();
  const text =
    files.map((file) => readFileSync(join(path, file), 'utf8').trim()).join('\n\n') || MISSING_LICENCES[about.name];
  if (!text) throw new Error(`${folder} brings no licence text: add it to scripts/package/missingLicences.ts.`);
  return { name: about.name, version: about.version, licence: about.license, text: tidy(text) };
}

function section({ name, version, licence, text }: Notice): string {
  return [RULE, `${name} ${version} (${licence})`, RULE, '', text, ''].join('\n');
}

/** Files differ in their line ends and in what trails a line; an editor would change that on save. */
function tidy(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
