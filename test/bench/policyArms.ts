/** What `npm run bench:policies` compares: every policy with its own defaults, and a few settings beside them. */
import { policyNames } from '../../engine/decode/policies';
import type { DecodeOptions, PolicyName } from '../../engine/protocol/messages';

export interface Arm {
  readonly name: string;
  readonly options: (tokens: number) => DecodeOptions;
}

/** What all others are compared with. */
export const BASELINE = 'one token per pass';
export const DEFAULT = 'adaptive';

/** Published loops that sample do so at temperature 1. */
const SAMPLED = /^(ancestral|remdm|dream-origin)/;
/** For models trained on uniform noise, which the bundled one is not: 48 passes and more each. */
const NOISY: readonly PolicyName[] = ['gidd', 'gemma'];
/** Of the default. `passes` counts those of the draft taken; milliseconds are of all. */
const BEST_OF_FOUR = 'best of four';

const steps = (name: string, cellsPerPass: number): Arm => ({
  name,
  options: (tokens) => ({ policy: 'steps', passes: Math.ceil(tokens / cellsPerPass), allowRepeats: true }),
});

/** `only` names arms; without it all but those that take long and mean little here, and best of four, no policy. */
export function arms(only: readonly string[] | undefined): Arm[] {
  const policies = policyNames.map((policy): Arm => {
    const temperature = SAMPLED.test(policy) ? 1 : 0;
    return { name: policy, options: () => ({ policy, temperature }) };
  });
  const all: Arm[] = [
    steps(BASELINE, 1),
    steps('two tokens per pass', 2),
    steps('four tokens per pass', 4),
    { name: `${DEFAULT} with repeats`, options: () => ({ policy: DEFAULT, allowRepeats: true }) },
    { name: BEST_OF_FOUR, options: () => ({ policy: DEFAULT, bestOf: 4 }) },
    ...policies,
  ];
  const onlyIfNamed: readonly string[] = [...NOISY, BEST_OF_FOUR];
  return all.filter(({ name }) => (only ? name === BASELINE || only.includes(name) : !onlyIfNamed.includes(name)));
}
