/** The options of a run with every default filled in, checked. What a result and a trace report as used. */
import { EngineError } from '../protocol/errors';
import type { DecodeOptions, LengthPolicyName, PolicyName } from '../protocol/messages';
import type { CanvasModel } from './canvasModel';
import { policies } from './policies';

export interface Settings {
  readonly seed: number;
  /** Upper bound on the passes of the whole run, or `auto`: chosen per block from its open cells. */
  readonly passes: number | 'auto';
  readonly policy: PolicyName;
  readonly temperature: number;
  /** Randomness of which cells a pass decides, for policies that know it; 0 takes the best. */
  readonly choiceTemperature: number;
  readonly lengthPolicy: LengthPolicyName | 'auto';
  /** Whether a draft may repeat a word or a line as text does not, see `constraints/repeats.ts`. */
  readonly allowRepeats: boolean;
}

export const lengthPolicies = ['auto', 'learned', 'recalled', 'cal', 'daedal', 'fixed'] as const;

const MAX_SEED = 2 ** 32 - 1;
const MAX_PASSES = 4096;
const MAX_TEMPERATURE = 10;
const MAX_DRAFTS = 8;

/** Throws an `input` error naming the option and what it takes. */
export function resolveSettings(options: DecodeOptions = {}): Settings {
  const { seed = 0, passes = 'auto', policy = 'adaptive', temperature = 0, choiceTemperature = 0 } = options;
  const { lengthPolicy = 'auto', allowRepeats = false } = options;
  requireInteger('seed', seed, 0, MAX_SEED);
  if (passes !== 'auto') requireInteger('passes', passes, 1, MAX_PASSES);
  if (!Object.hasOwn(policies, policy)) {
    throw new EngineError('input', `unknown policy '${policy}': choose ${Object.keys(policies).join(', ')}`);
  }
  requireTemperature('temperature', temperature);
  requireTemperature('choice temperature', choiceTemperature);
  if (!lengthPolicies.includes(lengthPolicy)) {
    throw new EngineError('input', `unknown length policy '${lengthPolicy}': choose ${lengthPolicies.join(', ')}`);
  }
  return { seed, passes, policy, temperature, choiceTemperature, lengthPolicy, allowRepeats };
}

/** Drafts of which the best is taken. Not a setting: each draft has its own, and a trace holds the best one's. */
export function resolveBestOf({ bestOf = 1 }: DecodeOptions = {}): number {
  requireInteger('best of', bestOf, 1, MAX_DRAFTS);
  return bestOf;
}

/**
 * The settings as a model can take them. Where canvases begin as random tokens, the engine's own choice is the policy of
 * such canvases, and lengths are fixed: there are no masks to measure by. Throws an `input` error for other wishes.
 */
export function settingsFor({ id, specials }: Pick<CanvasModel, 'id' | 'specials'>, settings: Settings): Settings {
  if (specials.canvas !== 'noise') return settings;
  const { policy, lengthPolicy } = settings;
  if (policies[policy].canvas !== 'noise' && policy !== 'adaptive') {
    throw new EngineError('input', `${id} knows no mask, so policy '${policy}' cannot run it: choose gemma`);
  }
  if (lengthPolicy !== 'auto' && lengthPolicy !== 'fixed') {
    throw new EngineError('input', `${id} knows no mask, so length policy '${lengthPolicy}' cannot: choose fixed`);
  }
  return { ...settings, policy: policy === 'adaptive' ? 'gemma' : policy, lengthPolicy: 'fixed' };
}

/** Throws an `input` error if the model's canvases begin as random tokens: it says nothing of a cell between others. */
export function requireMask({ id, specials }: Pick<CanvasModel, 'id' | 'specials'>, purpose: string): void {
  if (specials.canvas !== 'noise') return;
  throw new EngineError('input', `${id} knows no mask, so it cannot ${purpose}: choose another model`);
}

function requireTemperature(name: string, value: number): void {
  if (value >= 0 && value <= MAX_TEMPERATURE) return;
  throw new EngineError('input', `${name} must be between 0 and ${MAX_TEMPERATURE}`);
}

export function requireInteger(name: string, value: number, from: number, to: number): void {
  if (!Number.isInteger(value) || value < from || value > to) {
    throw new EngineError('input', `${name} must be a whole number from ${from} to ${to}`);
  }
}
