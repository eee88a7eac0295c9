/**
 * Published bodies as a canvas model: one run of the graph per pass, over the rows that the body's cache plans.
 */
import type { CanvasModel, CanvasRequest, Prediction, SpecialIds } from '../decode/canvasModel';
import { Output } from '../graph/signature';
import type { Body } from '../models/body';
import { checkRequest } from './checkRequest';
import type { CanvasPass, ContextCache, WarmCount } from './canvasPass';
import { DualCache } from './dualCache';
import { floats, forbid, type GraphRunner } from './graphRunner';
import type { HostTensor } from './ortSession';
import { decodePredictions } from './predictions';
import { PrefixCache } from './prefixCache';
import { Serial } from './serial';

export interface DenseModelOptions {
  readonly id: string;
  readonly body: Body;
  readonly runner: GraphRunner;
  /** Ids that no cell may take. */
  readonly unusable: readonly number[];
  /** Canvas passes per computation of a bidirectional body's context; 1 is exact and slow. */
  readonly refreshEvery?: number;
}

/** As many as one context pass costs, roughly, at the sizes of an editor: then half of the time goes into contexts. */
const REFRESH_EVERY = 16;
const MAX_CELLS = 64;
/** Tokens on either side of a hole. A pass over all of them takes seconds on a CPU, and they are computed repeatedly. */
const REACH = 512;

type AskedOutput = (typeof Output)[keyof typeof Output];

export class DenseModel implements CanvasModel {
  readonly id: string;
  readonly specials: SpecialIds;
  readonly maxCells: number;
  readonly contextTokens: number;

  private readonly runner: GraphRunner;
  private readonly bias: Float32Array;
  private readonly cache: ContextCache;
  private readonly serial = new Serial();

  constructor({ id, body, runner, unusable, refreshEvery = REFRESH_EVERY }: DenseModelOptions) {
    this.id = id;
    this.runner = runner;
    this.specials = { mask: body.maskId, delete: body.deleteId, expand: body.expandId };
    this.maxCells = Math.min(MAX_CELLS, Math.floor(body.contextLength / 2));
    this.contextTokens = Math.min(REACH, Math.floor((body.contextLength - this.maxCells) / 2));
    this.bias = forbid(new Float32Array(body.vocabulary), unusable);
    const shared = { body, runner, reach: this.contextTokens };
    this.cache =
      body.attention.kind === 'bidirectional'
        ? new DualCache({ ...shared, refreshEvery })
        : new PrefixCache({ ...shared, block: body.attention.block });
  }

  warm(context: Pick<CanvasRequest, 'before' | 'after'>, signal?: AbortSignal): Promise<WarmCount> {
    return this.serial.run(() => this.cache.warm(context, signal), signal);
  }

  predict(request: CanvasRequest, signal?: AbortSignal): Promise<readonly Prediction[]> {
    checkRequest(request, this.maxCells);
    return this.serial.run(async () => {
      const { topIds, topProbabilities, entropy, targetProbability } = Output;
      const outputs = await this.ask(request, [topIds, topProbabilities, entropy, targetProbability], signal);
      return decodePredictions(outputs, request.targets !== undefined);
    }, signal);
  }

  /** The raw logits of the requested cells, nothing suppressed: [rows, vocabulary], row by row. */
  canvasLogits(request: CanvasRequest): Promise<Float32Array> {
    checkRequest(request, this.maxCells);
    return this.serial.run(async () => floats((await this.ask(request, [Output.logits]))[Output.logits]));
  }

  private async ask<Name extends AskedOutput>(
    request: CanvasRequest,
    fetch: readonly Name[],
    signal?: AbortSignal,
  ): Promise<Readonly<Record<Name, HostTensor>>> {
    const pass: CanvasPass = await this.cache.plan(request, signal);
    const question = {
      rows: request.rows.map(pass.rowOf),
      bias: forbid(this.bias, request.forbidden ?? []),
      ...(request.targets && { targets: request.targets }),
    };
    if (!pass.keep) return this.runner.ask(pass.rows, question, fetch);
    const { outputs, fresh } = await this.runner.askAndKeep(pass.rows, question, fetch);
    pass.keep(fresh);
    return outputs;
  }
}
