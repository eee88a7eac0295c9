/**
 * How many syntax problems a draft brings into a document. A document has problems of its own while somebody writes it:
 * what begins on other lines than the holes', and is there whatever stands in them, is not the draft's.
 */
import { endingsOf } from './endings';
import { type Trial, trialsFor } from './trials';
import { filled, outsideOf, type Place, type Unfilled } from './unfilled';
import type { ReadWithPauses } from './withPauses';

/** Problems that a filling of all holes brings. */
export type CountProblems = (fillings: readonly string[]) => Promise<number>;

/** What it gives rejects where `read` does. */
export function countProblems(document: Unfilled, read: ReadWithPauses): CountProblems {
  const endings = endingsOf(document);
  const outside = outsideOf(document);
  const placesOf = async (text: string, ending: string): Promise<Place[]> => {
    const [whole, more] = [text + ending, ending.length];
    const problems = await read(whole, outside.inside(whole, more));
    return problems.map(({ start }) => outside.place(whole, start, more));
  };
  const placesWith = (trial: Trial): Promise<Place[]> => placesOf(filled(document, trial), endings[0]);
  let kept: Promise<ReadonlySet<Place>> | undefined;
  const brought = async (places: readonly Place[]): Promise<number> => {
    if (places.every((place) => place === undefined)) return places.length;
    const own = await (kept ??= placesKept(placesWith, trialsFor(document)));
    return places.filter((place) => !own.has(place)).length;
  };
  return async (fillings) => {
    const text = filled(document, (hole) => fillings[hole] ?? '');
    let fewest = Infinity;
    for (const ending of endings) {
      fewest = Math.min(fewest, await brought(await placesOf(text, ending)));
      if (fewest === 0) break;
    }
    return fewest;
  };
}

/** Where there are problems without any filling that no trial mends: in none that has fewer problems are they gone. */
async function placesKept(
  placesWith: (trial: Trial) => Promise<readonly Place[]>,
  trials: Iterable<Trial>,
): Promise<ReadonlySet<Place>> {
  const problems = await placesWith(() => '');
  let kept = new Set(problems);
  kept.delete(undefined);
  for (const trial of trials) {
    if (kept.size === 0) break;
    const left = await placesWith(trial);
    if (left.length < problems.length) kept = new Set(left.filter((place) => kept.has(place)));
  }
  return kept;
}
