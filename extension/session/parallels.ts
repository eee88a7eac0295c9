/** Which place elsewhere staged text follows, and where that place is by now. */
import type { ParallelPlace, Span } from '../../engine/protocol/messages';
import { overlaps } from './spans';
import type { Staged } from './state';

/** The place that proposed most of what was denoised in the first hole of which that can be said. */
export function parallelOf({ holes }: Staged): ParallelPlace | undefined {
  for (const { cells } of holes) {
    const denoised = cells.filter(({ mark }) => mark !== 'pinned');
    const proposed = denoised.flatMap(({ parallel }) => parallel ?? []);
    if (proposed.length * 2 > denoised.length) return proposed[0];
  }
  return undefined;
}

/**
 * Where the text of a place stands nearest to the line where it was; `undefined` if it does not any more. `text` and the
 * place's text have the same line endings; `except`: the edit's own text, which may read the same.
 */
export function findPlace(text: string, place: ParallelPlace, except: readonly Span[]): Span | undefined {
  let best: { readonly span: Span; readonly away: number } | undefined;
  let [line, counted] = [0, 0];
  for (let at = text.indexOf(place.text); at >= 0; at = text.indexOf(place.text, at + 1)) {
    line += text.slice(counted, at).split('\n').length - 1;
    counted = at;
    const span = { start: at, end: at + place.text.length };
    const away = Math.abs(line - place.line);
    if (except.some((own) => overlaps(own, span))) continue;
    if (!best || away < best.away) best = { span, away };
  }
  return best?.span;
}
