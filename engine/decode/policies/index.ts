/** The policies by name: the one place to register a new one (and its name in engine/protocol/messages.ts). */
import type { PolicyName } from '../../protocol/messages';
import { confidencePolicy } from './confidence';
import { entropyPolicy } from './entropy';
import type { Policy } from './policy';
import { stepsPolicy } from './steps';

export const policies: Readonly<Record<PolicyName, Policy>> = {
  confidence: confidencePolicy,
  steps: stepsPolicy,
  entropy: entropyPolicy,
};
