/** One run at the engine, from the holes of a session to its result. Knows no session states. */
import { randomInt, randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { DecodeOptions, HoleRequest, PassEvent, RunResult } from '../../engine/protocol/messages';
import { EngineError } from '../../engine/protocol/errors';
import type { EngineClient } from '../engine/client';
import { engineErrorOf } from '../engine/failure';
import type { OpenHole } from '../session/holes';
import { startRequest } from '../session/startCells';
import type { Settings } from '../settings';
import type { Services } from './services';

/** Least temperature of a retry: at 0 another seed would give the same text again. */
const RETRY_TEMPERATURE = 0.7;
const MAX_SEED = 2 ** 31;

/** What to run; the holes are asked for when the engine is ready, since the document may have moved on. */
export interface RunRequest {
  readonly document: vscode.TextDocument;
  readonly holes: () => readonly OpenHole[];
  /** Share of the text to mask, likeliest tokens kept; `undefined` masks all of it and finds the length anew. */
  readonly strength: number | undefined;
  /** Texts that another is wanted than. */
  readonly shown?: readonly string[];
  /** What to write, in words; only for models that take one. */
  readonly instruction?: string | undefined;
  readonly options: DecodeOptions;
}

export interface RunWatch {
  readonly signal: AbortSignal;
  readonly onPass: (event: PassEvent) => void;
}

/** `attempt` counts retries of the same holes from 0. */
export function decodeOptions(settings: Settings, attempt: number): DecodeOptions {
  const { passes, policy, temperature, seed, bestOf, syntax } = settings;
  return {
    ...(passes !== undefined && { passes }),
    policy,
    temperature: attempt > 0 ? Math.max(temperature, RETRY_TEMPERATURE) : temperature,
    seed: seed === undefined ? randomInt(MAX_SEED) : seed + attempt,
    ...(bestOf > 1 && { bestOf }),
    ...(syntax === 'off' && { syntax: false }),
  };
}

/** Rejects with an `EngineError`. How it ended is noted for bug reports. */
export async function runOnce(services: Services, request: RunRequest, watch: RunWatch): Promise<RunResult> {
  try {
    const result = await runInStep(services, request, watch);
    services.runs.ran(result);
    return result;
  } catch (error) {
    if (!watch.signal.aborted) services.runs.failed(engineErrorOf(error).message);
    throw error;
  }
}

async function runInStep(services: Services, request: RunRequest, watch: RunWatch): Promise<RunResult> {
  const client = await services.engine.ready();
  if (watch.signal.aborted) throw new EngineError('internal', 'cancelled');
  const related = await services.related(request.document);
  if (watch.signal.aborted) throw new EngineError('internal', 'cancelled');
  services.sync.ensure(client, request.document);
  await services.project(client, request.document);
  if (watch.signal.aborted) throw new EngineError('internal', 'cancelled');
  try {
    return await send(client, related, request, watch);
  } catch (error) {
    // The copies have come apart, which must not happen and is mended by sending the document anew.
    if (engineErrorOf(error).kind !== 'stale' || watch.signal.aborted) throw error;
    services.log.warn('the engine called its copy of a document stale; sending it again');
    services.sync.forget(request.document);
    services.sync.ensure(client, request.document);
    return send(client, related, request, watch);
  }
}

async function send(
  client: EngineClient,
  related: readonly string[],
  request: RunRequest,
  watch: RunWatch,
): Promise<RunResult> {
  const holes = request.holes();
  const { document, options, strength, instruction, shown = [] } = request;
  const params = {
    runId: randomUUID(),
    uri: document.uri.toString(),
    version: document.version,
    ...(instruction !== undefined && { instruction }),
    options,
  };
  const [only] = holes;
  if (strength !== undefined && only && holes.length === 1 && only.pins.length === 0) {
    return client.remask({ ...params, span: only.span, strength }, watch);
  }
  return client.infill({ ...params, holes: holes.map((hole) => requestOf(hole, shown)), related }, watch);
}

function requestOf({ span, pins, start, keepsLength }: OpenHole, shown: readonly string[]): HoleRequest {
  if (!start) return { span, pins, ...(shown.length > 0 && { shownTexts: shown }) };
  return { span, cells: startRequest(start), ...(keepsLength && { keepsLength }) };
}
