import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../engine/decode/random';
import { propose } from '../../../engine/decode/sample';

const prediction = { ids: [7, 8, 9], probabilities: [0.5, 0.3, 0.1], entropy: 1 };
const never = (): number => {
  throw new Error('no random number is needed');
};

describe('propose', () => {
  it('takes the likeliest token at temperature 0, without a random number', () => {
    expect(propose(prediction, 0, never)).toEqual({ id: 7, confidence: 0.5 });
  });

  it('draws in proportion at temperature 1, over the candidates it has', () => {
    // Shares 5/9, 3/9, 1/9: borders at .556 and .889.
    const at = (point: number): number => propose(prediction, 1, () => point).id;
    expect([at(0), at(0.55), at(0.56), at(0.88), at(0.89), at(0.999)]).toEqual([7, 7, 8, 8, 9, 9]);
  });

  it('reports the probability of what it drew, untouched by the temperature', () => {
    expect(propose(prediction, 2, () => 0.999).confidence).toBe(0.1);
  });

  it('sharpens below 1 and flattens above', () => {
    const share = (temperature: number): number => {
      const random = seededRandom(5);
      return (
        Array.from({ length: 2000 }, () => propose(prediction, temperature, random).id).filter((id) => id === 7)
          .length / 2000
      );
    };
    // p^(1/T) normalised: T = 0.5 gives .25/(.25+.09+.01) = .714; T = 2 gives .707/(.707+.548+.316) = .450.
    expect(share(0.5)).toBeCloseTo(0.714, 1);
    expect(share(2)).toBeCloseTo(0.45, 1);
  });

  it('survives a prediction without any probability', () => {
    expect(propose({ ids: [3], probabilities: [0], entropy: 0 }, 1, () => 0.5)).toEqual({ id: 3, confidence: 0 });
  });
});

describe('seededRandom', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    const take = (seed: number): number[] => Array.from({ length: 4 }, seededRandom(seed));
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
    expect(take(0).every((value) => value >= 0 && value < 1)).toBe(true);
  });
});
