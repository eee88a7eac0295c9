/**
 * What a family's file provides: which config.json it answers for, what the body is, and where its weights are found
 * among the published tensors.
 */
import { z } from 'zod';

import { EngineError } from '../../protocol/errors';
import type { Body } from '../body';
import type { BodyWeights } from '../bodyWeights';
import type { Checkpoint } from '../checkpoint';
import type { PublishedFolder } from '../publishedFolder';

export interface FamilyModel {
  readonly body: Body;
  /** Throws EngineError `model` naming the tensor that is missing or has another shape. */
  arrange(checkpoint: Checkpoint): BodyWeights;
}

export interface Family {
  /** As the published config.json's `model_type`, mostly. */
  readonly name: string;
  accepts(folder: PublishedFolder): boolean;
  /** Throws EngineError `model` naming the field that is missing or asks for something that is not supported. */
  read(folder: PublishedFolder): FamilyModel;
}

/** Far above any real size, far below what would exhaust memory before the weights are looked at. */
export const size = z.number().int().positive().max(1_000_000);
export const tokenId = z.number().int().nonnegative();

/** Names under which mask tokens are published; the configs do not always say. */
const MASK_NAMES = ['<|mask|>', '<|mdm_mask|>', '<M>', '<MASK>', '<[MASK]>', '[MASK]', '|<MASK>|'];

/** The mask id, from where a family may have put it: config, generation config, an added token. */
export function maskId({ directory, config, generation, addedTokens }: PublishedFolder, fallback?: number): number {
  const named = MASK_NAMES.flatMap((name) => addedTokens.get(name) ?? []);
  const found = [config['mask_token_id'], generation['mask_token_id'], ...named, fallback];
  const id = found.find((value) => typeof value === 'number' && Number.isInteger(value) && value >= 0);
  if (typeof id === 'number') return id;
  throw new EngineError(
    'model',
    `${directory}: no mask token. Neither config.json nor generation_config.json has mask_token_id, and no added token is a mask.`,
  );
}

/** Refuses what the schema let through but this engine does not compute. */
export function refuse(folder: PublishedFolder, reason: string): EngineError {
  return new EngineError('model', `${folder.directory}/config.json: ${reason}, which this version does not support.`);
}
