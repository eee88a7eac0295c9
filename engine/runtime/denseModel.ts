/**
 * Published bodies as a canvas model: one run of the graph per pass, over the rows that the body's cache plans.
 */
import type { CanvasModel, CanvasRequest, Chat, Prediction, SpecialIds } from '../decode/canvasModel';
import type { Body } from '../models/body';
import { logitsOfPass, predictPass } from './askPass';
import { checkRequest } from './checkRequest';
import type { Context, ContextCache, WarmCount } from './canvasPass';
import { DualCache } from './dualCache';
import { forbid, type GraphRunner } from './graphRunner';
import { EncodedCache } from './encodedCache';
import { PrefixCache } from './prefixCache';
import { Serial } from './serial';

export interface DenseModelOptions {
  readonly id: string;
  readonly body: Body;
  readonly chat?: Chat;
  readonly runner: GraphRunner;
  /** Ids that no cell may take. */
  readonly unusable: readonly number[];
  /** Canvas passes per computation of a bidirectional body's context; 1 is exact and slow. */
  readonly refreshEvery?: number;
  /** Tokens seen on either side of a hole. */
  readonly reach?: number;
}

/** As many as one context pass costs, roughly, at the sizes of an editor: then half of the time goes into contexts. */
const REFRESH_EVERY = 16;
const MAX_CELLS = 64;
/** A pass over twice as many takes seconds on a CPU, and is repeated. */
const REACH = 512;

export class DenseModel implements CanvasModel {
  readonly id: string;
  readonly specials: SpecialIds;
  readonly maxCells: number;
  readonly contextTokens: number;

  readonly chat?: Chat;
  readonly runner: GraphRunner;
  /** Forbids what no cell may take. */
  readonly bias: Float32Array;
  private readonly cache: ContextCache;
  private readonly serial = new Serial();

  constructor({ id, body, chat, runner, unusable, refreshEvery = REFRESH_EVERY, reach = REACH }: DenseModelOptions) {
    this.id = id;
    this.runner = runner;
    if (chat) this.chat = chat;
    this.specials = {
      ...{ mask: body.maskId, delete: body.deleteId, expand: body.expandId },
      ...(body.canvas && { canvas: body.canvas }),
    };
    const longest = body.attention.kind === 'encoded' ? body.attention.canvas : MAX_CELLS;
    this.maxCells = Math.min(MAX_CELLS, longest, Math.floor(body.contextLength / 2));
    this.contextTokens = Math.min(reach, Math.floor((body.contextLength - this.maxCells) / 2));
    this.bias = forbid(new Float32Array(body.vocabulary), unusable);
    this.cache = cacheOf(body, { runner, reach: this.contextTokens, refreshEvery });
  }

  warm(context: Context, signal?: AbortSignal): Promise<WarmCount> {
    return this.serial.run(() => this.cache.warm(context, signal), signal);
  }

  predict(request: CanvasRequest, signal?: AbortSignal): Promise<readonly Prediction[]> {
    checkRequest(request, this.maxCells);
    return this.serial.run(async () => predictPass(this, await this.cache.plan(request, signal), request), signal);
  }

  /** The raw logits of the requested cells, nothing suppressed: [rows, vocabulary], row by row. */
  canvasLogits(request: CanvasRequest): Promise<Float32Array> {
    checkRequest(request, this.maxCells);
    return this.serial.run(async () => logitsOfPass(this, await this.cache.plan(request), request));
  }
}

function cacheOf(
  body: Body,
  { refreshEvery, ...shared }: { readonly runner: GraphRunner; readonly reach: number; readonly refreshEvery: number },
): ContextCache {
  const { attention } = body;
  switch (attention.kind) {
    case 'bidirectional':
      return new DualCache({ ...shared, body, refreshEvery });
    case 'block-causal':
      return new PrefixCache({ ...shared, body, block: attention.block });
    case 'encoded':
      return new EncodedCache({ ...shared, body, ...attention });
  }
}
