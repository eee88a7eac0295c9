import type { Prediction } from '../canvasModel';

/**
 * What the document says about a cell mixed into what the model says, `weight` of it, over as many tokens as the
 * prediction had. What the model says about tokens that spell no text (`textless`) stays, for the document cannot know of
 * them. A token that the model's top does not hold counts as impossible to the model, which is next to nothing off.
 */
export function mixed(
  prediction: Prediction,
  shares: ReadonlyMap<number, number>,
  weight: number,
  { textless, target }: { readonly textless: ReadonlySet<number>; readonly target?: number | undefined },
): Prediction {
  const { ids, probabilities, entropy, distribution } = prediction;
  const bare = ids.reduce((sum, id, i) => (textless.has(id) ? sum + (probabilities[i] ?? 0) : sum), 0);
  const both = (id: number, p: number): number =>
    textless.has(id) ? p : (1 - weight) * p + weight * (1 - bare) * (shares.get(id) ?? 0);
  const ranked = ids.map((id, i) => [id, both(id, probabilities[i] ?? 0)] as const);
  for (const id of shares.keys()) if (!ids.includes(id)) ranked.push([id, both(id, 0)]);
  ranked.sort(([a, p], [b, q]) => q - p || a - b);
  const top = ranked.slice(0, ids.length);
  return {
    ids: top.map(([id]) => id),
    probabilities: top.map(([, p]) => p),
    entropy: Math.max(0, sumOf(ranked.map(([, p]) => p)) + restOf(entropy, probabilities, weight)),
    ...(target !== undefined && prediction.target !== undefined && { target: both(target, prediction.target) }),
    ...(distribution && { distribution: distribution.map((p, id) => both(id, p)) }),
  };
}

function sumOf(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
}

/** Entropy of the tokens below the model's top, each of which is now a little less likely. */
function restOf(entropy: number, probabilities: readonly number[], weight: number): number {
  const mass = Math.max(0, 1 - probabilities.reduce((sum, p) => sum + p, 0));
  const kept = 1 - weight;
  if (mass === 0 || kept <= 0) return 0;
  return kept * (Math.max(0, entropy - sumOf(probabilities)) - mass * Math.log(kept));
}
