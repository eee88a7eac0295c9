/**
 * What a policy sees of a block after a forward pass, and what it answers. A policy decides which open cells are
 * committed, and if it revises, which decided cells are overwritten or opened again. It never touches pinned cells, and
 * every random number it uses comes from the run's generator.
 */
import type { Random } from '../random';

/** What the model would put in a cell. */
export interface Candidate {
  /** Index into the block's cells. */
  readonly index: number;
  /** The cell's name for as long as it lives; indices shift when cells are deleted or expanded. */
  readonly key: number;
  /** The token proposed: the likeliest, or a draw at temperatures above 0. */
  readonly id: number;
  /** The model's probability of `id`. */
  readonly confidence: number;
  /** The likeliest token, whatever was drawn. */
  readonly likeliest: number;
  /** Probability of the likeliest token minus that of the second. */
  readonly margin: number;
  /** Entropy of the cell's whole distribution, in nats. */
  readonly entropy: number;
  /** Probability of every id; present for policies that ask for it. */
  readonly distribution?: Float32Array;
}

/** A cell that an earlier pass decided. */
export interface Decided {
  readonly index: number;
  readonly key: number;
  readonly id: number;
  /** The model's probability of `id` when it was committed. */
  readonly confidence: number;
  /** What this pass says about it; present for policies that revise. */
  readonly now?: { readonly probability: number; readonly proposal: Candidate };
}

export interface Progress {
  /** Passes that this block may still use, the present one included; at least 1. */
  readonly passesLeft: number;
  /** The block's budget of passes. */
  readonly passes: number;
  /** Open cells that the block began with. */
  readonly opened: number;
}

export interface View extends Progress {
  /** In cell order, as `decided`. */
  readonly open: readonly Candidate[];
  readonly decided: readonly Decided[];
  /** Cells of the block now, pinned ones included. */
  readonly length: number;
  /** The token by which the model says that a cell is surplus, if it has one. */
  readonly deleteId?: number;
  /** Randomness of the choice itself (Dream's `alg_temp`); 0 takes the best. */
  readonly choiceTemperature: number;
  readonly random: Random;
  /** A token drawn evenly from all that spell text. */
  readonly noise: () => number;
}

export interface Moves {
  /** Open cells to decide, each as what it proposes. */
  readonly commit: readonly Candidate[];
  /** Decided cells to overwrite by what they propose. */
  readonly edit?: readonly Candidate[];
  /** Indices of decided cells to open again; ignored on the last pass. */
  readonly remask?: readonly number[];
  /** What open cells show the model in the next pass instead of the mask, by index. */
  readonly hold?: ReadonlyMap<number, number>;
  /** Asks for another pass although nothing is left open. */
  readonly unfinished?: boolean;
}

/** One block's decisions, pass by pass. On the last pass the loop commits everything that is still open. */
export type Chooser = (view: View) => Moves;

export interface Policy {
  /** Called once per block; what a policy remembers between passes lives in the closure. */
  readonly begin: () => Chooser;
  /** Sees what the model now says about decided cells. Costs their rows in every pass. */
  readonly revises?: boolean;
  /**
   * Needs whole distributions: `always` to look at, `drawn` only to draw tokens from all of the vocabulary instead of the
   * top candidates when the temperature is above 0.
   */
  readonly whole?: 'always' | 'drawn';
  /** `noise`: open cells start as random tokens, which the model sees, instead of masks. */
  readonly canvas?: 'noise';
  /** At which temperature the next pass is told what this one predicts, for models that take it. */
  readonly conditionAt?: (progress: Pick<Progress, 'passes' | 'passesLeft'>) => number;
  /** `as-chosen`: deletes the cells that it says and no more, see `broadcastDelete`. */
  readonly deletes?: 'as-chosen';
  /** Passes when the user sets none, for policies that end by themselves or need a certain number. */
  readonly passes?: (opened: number) => number;
}

/** A policy without memory: the cells to commit are a function of what this pass shows. */
export function stateless(choose: (view: View) => readonly Candidate[], traits: Omit<Policy, 'begin'> = {}): Policy {
  return { ...traits, begin: () => (view) => ({ commit: choose(view) }) };
}

/** Most confident first; ties go to the left, so that a run does not depend on sorting details. */
export function byConfidence(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => b.confidence - a.confidence || a.index - b.index);
}

/** How many cells must be committed now so that the passes left suffice at an even pace. */
export function quota(open: number, passesLeft: number): number {
  return Math.max(1, Math.ceil(open / Math.max(1, passesLeft)));
}

/** `chosen` if they meet the quota of this pass, else as many of the most confident. */
export function atLeastQuota(chosen: readonly Candidate[], { open, passesLeft }: View): readonly Candidate[] {
  const needed = quota(open.length, passesLeft);
  return chosen.length >= needed ? chosen : byConfidence(open).slice(0, needed);
}

/** The same cell with another token. */
export function withToken(candidate: Candidate, id: number): Candidate {
  if (id === candidate.id) return candidate;
  return { ...candidate, id, confidence: candidate.distribution?.[id] ?? candidate.confidence };
}

/** One pass per cell: for policies that mostly need far fewer and must never be hurried. */
export const onePerCell = (opened: number): number => opened;
