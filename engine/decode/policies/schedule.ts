/** Time of the published samplers: it runs from 1 (all masked) to almost 0 in even steps. */
import type { Progress } from './policy';

export interface Times {
  /** Before this pass. */
  readonly t: number;
  /** After this pass. */
  readonly s: number;
}

/** `linspace(1, eps, steps + 1)` at this pass; `steps` is the block's budget unless given. */
export function times({ passes, passesLeft }: Progress, eps: number, steps = passes): Times {
  const step = passes - passesLeft;
  const at = (i: number): number => 1 - ((1 - eps) * Math.min(i, steps)) / Math.max(1, steps);
  return { t: at(step), s: at(step + 1) };
}
