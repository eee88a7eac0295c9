/** The policies by name: the one place to register a new one (and its name in engine/protocol/messages.ts). */
import type { PolicyName } from '../../protocol/messages';
import { adaptivePolicy } from './adaptive';
import { ancestralPolicy } from './ancestral';
import { confidencePolicy } from './confidence';
import { dreamEntropyPolicy, dreamMarginPolicy, dreamMaskgitPolicy, dreamOriginPolicy } from './dream';
import { dreamOnPolicy } from './dreamOn';
import { entropyPolicy } from './entropy';
import { gemmaPolicy } from './gemma';
import { giddPolicy } from './gidd';
import { jointPolicy } from './joint';
import { klassPolicy } from './klass';
import { lladaPolicy } from './llada';
import { p2Policy } from './p2';
import type { Policy } from './policy';
import { refinePolicy } from './refine';
import { remdmCapPolicy, remdmConfPolicy, remdmLoopPolicy, remdmRescalePolicy } from './remdm';
import { saberPolicy } from './saber';
import { slowFastPolicy } from './slowFast';
import { stepsPolicy } from './steps';
import { factorPolicy, fastPolicy, llada2Policy, sdarPolicy } from './threshold';

export const policies: Readonly<Record<PolicyName, Policy>> = {
  adaptive: adaptivePolicy,
  confidence: confidencePolicy,
  steps: stepsPolicy,
  entropy: entropyPolicy,
  threshold: fastPolicy,
  factor: factorPolicy,
  llada: lladaPolicy,
  llada2: llada2Policy,
  joint: jointPolicy,
  sdar: sdarPolicy,
  klass: klassPolicy,
  slowfast: slowFastPolicy,
  saber: saberPolicy,
  p2: p2Policy,
  refine: refinePolicy,
  'dream-origin': dreamOriginPolicy,
  'dream-maskgit': dreamMaskgitPolicy,
  'dream-margin': dreamMarginPolicy,
  'dream-entropy': dreamEntropyPolicy,
  dreamon: dreamOnPolicy,
  ancestral: ancestralPolicy,
  'remdm-cap': remdmCapPolicy,
  'remdm-rescale': remdmRescalePolicy,
  'remdm-conf': remdmConfPolicy,
  'remdm-loop': remdmLoopPolicy,
  gidd: giddPolicy,
  gemma: gemmaPolicy,
};

/** The names as a tuple, for schemas. */
export const policyNames = Object.keys(policies) as [PolicyName, ...PolicyName[]];
