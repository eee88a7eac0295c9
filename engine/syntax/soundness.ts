/**
 * How many syntax problems a draft brings into a document. A document has problems of its own while somebody writes it:
 * what begins on other lines than the holes', and is there whatever stands in them, is not the draft's.
 */
import type { Span } from '../protocol/messages';
import { endingsOf } from './endings';
import { type Trial, trialsFor } from './trials';
import { filled, outsideOf, type Place, type Unfilled } from './unfilled';
import type { ReadWithPauses } from './withPauses';

/** Problems that a filling of all holes brings. */
export type CountProblems = (fillings: readonly string[]) => Promise<number>;

/** What is wrong with a document that has something in its holes. */
interface Reading {
  readonly places: readonly Place[];
  /** Whether a place is in what is wrong, which may be all of the text behind a bracket. */
  isWrong(place: string): boolean;
}

/** What it gives rejects where `read` does. */
export function countProblems(document: Unfilled, read: ReadWithPauses): CountProblems {
  const endings = endingsOf(document);
  const outside = outsideOf(document);
  const readingOf = async (text: string, ending: string): Promise<Reading> => {
    const [whole, more] = [text + ending, ending.length];
    const problems = await read(whole, outside.inside(whole, more));
    return {
      places: problems.map(({ start }) => outside.place(whole, start, more)),
      isWrong: (place) => isIn(problems, outside.offset(whole, place, more)),
    };
  };
  const readWith = (trial: Trial): Promise<Reading> => readingOf(filled(document, trial), endings[0]);
  let kept: Promise<ReadonlySet<Place>> | undefined;
  const brought = async ({ places }: Reading): Promise<number> => {
    if (places.every((place) => place === undefined)) return places.length;
    const own = await (kept ??= placesKept(readWith, trialsFor(document)));
    return places.filter((place) => !own.has(place)).length;
  };
  return async (fillings) => {
    const text = filled(document, (hole) => fillings[hole] ?? '');
    let fewest = Infinity;
    for (const ending of endings) {
      fewest = Math.min(fewest, await brought(await readingOf(text, ending)));
      if (fewest === 0) break;
    }
    return fewest;
  };
}

function isIn(spans: readonly Span[], offset: number): boolean {
  return spans.some(({ start, end }) => start === offset || (start < offset && offset < end));
}

/**
 * Where there are problems without any filling that no trial mends: in none that has fewer problems are they gone. What one
 * of those problems contains is not gone: a bracket left open makes one of all that was wrong behind it.
 */
async function placesKept(
  readWith: (trial: Trial) => Promise<Reading>,
  trials: Iterable<Trial>,
): Promise<ReadonlySet<Place>> {
  const { places } = await readWith(() => '');
  let kept = places.filter((place) => place !== undefined);
  for (const trial of trials) {
    if (kept.length === 0) break;
    const left = await readWith(trial);
    if (left.places.length < places.length) kept = kept.filter((place) => left.isWrong(place));
  }
  return new Set(kept);
}
