/** A stage that this machine cannot run, and why: it is listed, never left out in silence. */
import type { Stage } from './stage';

export function skippedStage(name: string, why: string): Stage {
  return { name, run: () => Promise.resolve({ passed: 0, failed: 0, skipped: why }) };
}
