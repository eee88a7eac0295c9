/**
 * What the decoding loop sees of a model: fill these rows of this canvas, given the text on both sides.
 *
 * Implementations live in `engine/runtime` (real graphs) and in tests (scripted fakes). The interface is stateless on
 * purpose: a model keeps whatever caches it likes and recognises repeated context by comparing ids, so the loop never
 * has to say what changed.
 */

import type { Calibration } from './calibration';
import type { RecallGate } from './recall/gate';

/** Token ids with a meaning of their own. `undefined`: the model was not trained with it. */
export interface SpecialIds {
  /** The id that an open cell holds. Never predicted. */
  readonly mask: number;
  /** Predicted where a cell is surplus: it contributes no text. */
  readonly delete: number | undefined;
  /** Predicted where one cell stands for two tokens: the loop replaces it by two open cells. */
  readonly expand: number | undefined;
  /** Canvases begin as random tokens: the model knows no mask, and only policies of such canvases can run it. */
  readonly canvas?: 'noise';
}

/** Ids around the document, instead of the begin and end tokens that a model puts by itself. */
export interface Frame {
  readonly begin: readonly number[];
  readonly end: readonly number[];
}

/** Texts around an instruction and the answer to it; they may name control tokens. */
export interface Chat {
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

export interface CanvasRequest {
  /** What an instruction makes of the document's ends; only for models with a `chat`. */
  readonly frame?: Frame;
  /**
   * Token ids left of the canvas, in reading order; the nearest is last. Everything from the document's start on, without
   * begin or end tokens (the model puts its own): caches are found again by counting from the document's ends, so a
   * window that slides with the cursor would never match. Length costs nothing beyond `contextTokens`.
   */
  readonly before: readonly number[];
  /** Token ids right of the canvas to the document's end, in reading order; the nearest is first. As `before`. */
  readonly after: readonly number[];
  /** The canvas: one id per cell, `SpecialIds.mask` where the cell is open. At least one cell. */
  readonly cells: readonly number[];
  /** Indices into `cells` to predict, at least one. */
  readonly rows: readonly number[];
  /** Ids that no row may take, beside those that the model never emits. */
  readonly forbidden?: readonly number[];
  /** One id per row: asks for the probability of that id as well. */
  readonly targets?: readonly number[];
  /** Asks for the probability of every id. Costs a copy of the vocabulary per row: only for policies that need it. */
  readonly whole?: boolean;
  /** What passes over this canvas have in common; a model may then save rows, see `CanvasHistory`. */
  readonly history?: CanvasHistory;
  /**
   * The next pass over this canvas (by `history`) is told what this one predicts at this temperature, if the model was
   * made for it.
   */
  readonly conditionAt?: number;
}

/**
 * Lets a model recognise a canvas from pass to pass, and in it the cells that were decided earlier: it may keep their
 * rows rather than compute them again. Without it every row is computed in every pass.
 */
export interface CanvasHistory {
  /** Names the canvas: a number that no other canvas of this process has. */
  readonly canvas: number;
  /** One number per cell. Equal numbers in two passes: the same cell, decided in both; 0: open, or not to be kept. */
  readonly decided: readonly number[];
}

/** The distribution of one row, cut to its likeliest tokens. */
export interface Prediction {
  /** Token ids, likeliest first. */
  readonly ids: readonly number[];
  /** Probabilities of `ids`, out of the whole vocabulary. */
  readonly probabilities: readonly number[];
  /** Entropy of the whole distribution, in nats. */
  readonly entropy: number;
  /** Probability of the row's target; present if the request named targets. */
  readonly target?: number;
  /** Probability of every id; present if the request asked for it. */
  readonly distribution?: Float32Array;
}

export interface CanvasModel {
  readonly id: string;
  readonly specials: SpecialIds;
  /** Most cells in one canvas. Longer regions go block by block. */
  readonly maxCells: number;
  /** Tokens worth giving on either side; more are ignored, nearest first. */
  readonly contextTokens: number;
  /** How instructions are put to it; absent if it takes none. */
  readonly chat?: Chat;
  /** How sure its confidences deserve to be shown; as they are, without one. */
  readonly calibration?: Calibration;
  /** How much the document's own repetitions count beside it; not at all, without one. */
  readonly recallGate?: RecallGate;
  /** The same of the repetitions of its project's other files. */
  readonly projectGate?: RecallGate;
  /**
   * One pass. Returns a prediction per requested row, in the order of `rows`. Calls are queued; `signal` is looked at
   * between the parts of the work, and its reason is thrown.
   */
  predict(request: CanvasRequest, signal?: AbortSignal): Promise<readonly Prediction[]>;
  /** Computes what `predict` will need for this context. Returns the rows computed and those found in the cache. */
  warm(
    context: Pick<CanvasRequest, 'before' | 'after' | 'frame'>,
    signal?: AbortSignal,
  ): Promise<{ readonly computedRows: number; readonly cachedRows: number }>;
  /**
   * Computes, while nobody asks for anything, what holes elsewhere in the document will need; `before` and `after` meet at
   * the cursor. Stops at once when aborted, throwing the signal's reason. Absent where nothing can be known beforehand.
   */
  lookAhead?(
    document: Pick<CanvasRequest, 'before' | 'after'>,
    signal?: AbortSignal,
  ): Promise<{ readonly computedRows: number }>;
}
