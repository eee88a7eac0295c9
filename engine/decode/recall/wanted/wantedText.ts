import { pythonForm } from './pythonForm';
import { pythonText } from './pythonText';
import { scriptForm } from './scriptForm';
import { scriptText } from './scriptText';
import type { Around, Source, Wanted, WantedText } from './wanted';

/**
 * What is to stand in a hole so that the names that its document wants are bound, the likeliest first: as elsewhere, and as a
 * form to fill in. `sources`: the project's other files, the nearest first.
 */
export function* wantedTexts(wanted: Wanted, around: Around, sources: readonly Source[]): Generator<WantedText> {
  const isPython = wanted.languageId === 'python';
  const found = (isPython ? pythonText : scriptText)(wanted, around, sources);
  const form = (isPython ? pythonForm : scriptForm)(wanted, around);
  for (const text of [found, form]) if (text) yield { ...text, parts: withoutEnd(text.parts, around[1]) };
}

/** What it would end with stands behind the hole already. */
function withoutEnd(parts: WantedText['parts'], behind: string): WantedText['parts'] {
  const last = parts.at(-1);
  const end = /^(?:[ \t]*[:;]|\s*\{)/.exec(behind)?.[0].at(-1);
  if (typeof last !== 'string' || end === undefined || !last.endsWith(end)) return parts;
  const rest = /^\s/.test(behind) ? last.slice(0, -1).trimEnd() : last.slice(0, -1);
  return [...parts.slice(0, -1), rest];
}

/** Whether a text has any of the names that are wanted. */
export function hasWanted(text: string, { names }: Wanted): boolean {
  const words = new Set(text.match(/[\p{L}\p{N}_$]+/gu) ?? []);
  return names.some(({ name }) => words.has(name));
}
