/**
 * Fillings of a hole that keep its document sound, with places left open for the model: what `trials.ts` tries, where it
 * mends everything. A last resort for drafts: what must be closed and opened stands, and what is written goes between.
 */
import { endingsOf } from './endings';
import { piecesFor } from './trials';
import { filled, type Unfilled } from './unfilled';
import type { ReadWithPauses } from './withPauses';

/** Text that stands, and open cells: any, or those of a string of JSON. */
export type SkeletonPart = { readonly text: string } | { readonly open: number; readonly isInString: boolean };

/** Further ones are stranger than these. */
const MOST = 2;
/** Open cells in each place. */
const SIZES = [2, 4, 1];
/** What stands for a name or a value in a trial. */
const PLACEHOLDER = /\b(?:x|1)\b/;
/** Before a bracket that is opened right behind another there is room for more. */
const TURN = /(?<=[()[\]{}])(?=[([{])/;
const PLACES = new RegExp(`${PLACEHOLDER.source}|${TURN.source}`);

/**
 * For a document with one hole, none else. The sizes of the first skeleton, then those of the next. None for a document that
 * has problems elsewhere, too: a grammar that does not know all of its language would have right drafts replaced.
 */
export async function* skeletonsOf(
  document: Unfilled,
  read: ReadWithPauses,
): AsyncGenerator<readonly SkeletonPart[], void, void> {
  if (document.spans.length !== 1) return;
  const endings = endingsOf(document);
  const isSound = async (text: string): Promise<boolean> => {
    for (const ending of endings) if ((await read(text + ending)).length === 0) return true;
    return false;
  };
  let found = 0;
  for (const piece of piecesFor(document)) {
    // Without brackets or quotes it is open everywhere, which drafts are anyway.
    if (/^[\w\s]*$/.test(piece) || !(await isSound(filled(document, () => piece)))) continue;
    for (const open of SIZES) yield withPlaces(piece, open, document.languageId.startsWith('json'));
    if (++found === MOST) return;
  }
}

/** Of JSON, what stands for a name is the inside of a string, and so is what comes before a quote that begins no name. */
function withPlaces(piece: string, open: number, isJson: boolean): SkeletonPart[] {
  const [first = '', ...texts] = piece.split(PLACES);
  const place = (isInString: boolean): SkeletonPart => ({ open, isInString: isJson && isInString });
  const isEnded = /^"(?!x)/.test(piece);
  // In code something may stand before a bracket, too; of JSON only in a string, or where nothing else is open.
  const hasPlace = isJson ? isEnded || texts.length === 0 : /^\W/.test(first);
  const before = first !== '' && hasPlace ? [place(isEnded)] : [];
  const parts = texts.flatMap((text, i) => [place((texts[i - 1] ?? first).endsWith('"')), { text }]);
  return [...before, { text: first }, ...parts].filter((part) => !('text' in part) || part.text !== '');
}
