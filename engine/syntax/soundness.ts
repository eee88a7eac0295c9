/**
 * How many syntax problems a draft brings into a document. A document has problems of its own while somebody writes it:
 * what begins on other lines than the holes', and is there whatever stands in them, is not the draft's.
 */
import { endingsOf } from './endings';
import type { ReadProblems } from './syntaxReader';
import { type Trial, trialsFor } from './trials';
import { filled, outsideOf, type Place, type Unfilled } from './unfilled';

/** Problems that a filling of all holes brings. */
export type CountProblems = (fillings: readonly string[]) => number;

export function countProblems(document: Unfilled, read: ReadProblems): CountProblems {
  const endings = endingsOf(document);
  const outside = outsideOf(document);
  const placesOf = (text: string, ending: string): Place[] => {
    const [whole, more] = [text + ending, ending.length];
    return read(whole, outside.inside(whole, more)).map(({ start }) => outside.place(whole, start, more));
  };
  const placesWith = (trial: Trial): Place[] => placesOf(filled(document, trial), endings[0]);
  let kept: ReadonlySet<Place> | undefined;
  const isOwn = (place: Place): boolean => (kept ??= placesKept(placesWith, trialsFor(document))).has(place);
  return (fillings) => {
    const text = filled(document, (hole) => fillings[hole] ?? '');
    let fewest = Infinity;
    for (const ending of endings) {
      fewest = Math.min(fewest, placesOf(text, ending).filter((place) => !place || !isOwn(place)).length);
      if (fewest === 0) break;
    }
    return fewest;
  };
}

/** Where there are problems without any filling that no trial mends: in none that has fewer problems are they gone. */
function placesKept(placesWith: (trial: Trial) => readonly Place[], trials: Iterable<Trial>): ReadonlySet<Place> {
  const problems = placesWith(() => '');
  let kept = new Set(problems);
  kept.delete(undefined);
  for (const trial of trials) {
    if (kept.size === 0) break;
    const left = placesWith(trial);
    if (left.length < problems.length) kept = new Set(left.filter((place) => kept.has(place)));
  }
  return kept;
}
