/** What a run's document asks of its hole, from what the engine knows of its names. */
import { fileURLToPath } from 'node:url';
import type { Wanted } from '../decode/recall/wanted/wanted';
import { wantedNames } from '../syntax/names/wantedNames';
import type { SyntaxReader } from '../syntax/syntaxReader';
import type { Unfilled } from '../syntax/unfilled';

/** `undefined`: nothing, or its language is not read. */
export async function wantedIn(
  syntax: SyntaxReader,
  document: Unfilled & { readonly uri: string },
): Promise<Wanted | undefined> {
  const { uri, text, languageId } = document;
  const locals = await syntax.localsOf(uri, languageId, text.length);
  const problems = locals && (await syntax.of(uri, languageId, text.length));
  if (!problems) return undefined;
  const wanted = wantedNames(document, { locals, isSound: (whole) => problems(whole).length === 0 });
  return wanted && { ...wanted, languageId, path: pathOf(uri) };
}

function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri).replaceAll('\\', '/');
  } catch {
    return '';
  }
}
