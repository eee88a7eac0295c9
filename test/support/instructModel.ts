/** A model that takes instructions, as a scripted engine lists it. */
import type { ModelInfo } from '../../engine/protocol/messages';

export const INSTRUCT: ModelInfo = {
  id: 'owner/instruct',
  directory: '/models/owner--instruct',
  family: 'fake',
  source: 'imported',
  parameters: 5e8,
  bytes: 6e8,
  memoryBytes: 8e8,
  fits: true,
  takesInstruction: true,
  licence: 'MIT',
  description: 'Follows instructions.',
};
