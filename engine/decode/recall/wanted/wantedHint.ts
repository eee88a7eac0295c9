/** What binds the names that a document wants, as tokens. */
import type { PlannedCell } from '../../../text/canvas';
import type { Tokenizer } from '../../../text/tokenizer';
import type { Hint } from '../../hint';
import { piecesAt, type Looked } from '../looked';
import { sourceInFile, type Wish } from '../parallel/parallelHint';
import type { Wanted, WantedText } from './wanted';
import { wantedTexts } from './wantedText';

/** How much they count beside the model: what stands elsewhere, and what is only a form. */
const FOUND = 0.9;
const FORM = 0.9;

/** For a hole whose cells are all open. `undefined`: nothing is known that would bind them. */
export function wantedHint(
  tokenizer: Tokenizer,
  looked: Looked,
  cells: readonly PlannedCell[],
  { wanted, refused, replaced }: Wish & { readonly wanted: Wanted },
): Hint | undefined {
  const { before, after, elsewhere } = looked;
  const { lead, tail } = piecesAt(cells);
  const sources = elsewhere.map((file) => ({ file, path: file.path.replaceAll('\\', '/'), text: file.words.text }));
  const unwanted: readonly unknown[] = [...refused, replaced];
  const isRefused = ({ parts: [only, ...more] }: WantedText): boolean => more.length === 0 && unwanted.includes(only);
  const found = [...wantedTexts(wanted, [before, after], sources)].find((text) => !isRefused(text));
  if (!found) return undefined;
  const { parts, found: place } = found;
  const file = place && sources.find((source) => source === place.source)?.file;
  const source = file && sourceInFile(file, place.start, place.end);
  const ids = idsOf(tokenizer, [lead, ...parts, tail]);
  return { ids, weight: source ? FOUND : FORM, ...(source && { source }) };
}

/** Texts that meet are read as one; a blank before a place is the token's that comes there. */
function idsOf(tokenizer: Tokenizer, parts: WantedText['parts']): Hint['ids'] {
  const ids: (number | null)[] = [];
  let text = '';
  const flush = (): void => {
    ids.push(...tokenizer.ids(text));
    text = '';
  };
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    text = text.trimEnd();
    flush();
    ids.push(...new Array<null>(part).fill(null));
  }
  flush();
  return ids;
}
