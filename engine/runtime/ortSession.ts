/**
 * The only door to onnxruntime-node: a session over a model in memory, fed and read with plain typed arrays.
 *
 * A run holds its JavaScript thread until it is done and cannot be interrupted, so callers keep runs short and let the
 * event loop breathe between them.
 */
import type * as Runtime from 'onnxruntime-node';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { availableParallelism } from 'node:os';

import { EngineError } from '../protocol/errors';
import { byteProductGraph, byteProductInput, isExact } from './byteProducts';
import { runtimeMissing } from './runtimeMissing';

/** With this file, on the thread that loads it. Where that fails, whoever opens a model is told. */
const loaded = loadRuntime();

function loadRuntime(): typeof Runtime | EngineError {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require('onnxruntime-node') as typeof Runtime;
  } catch (error) {
    return runtimeMissing(error);
  }
}

function runtime(): typeof Runtime {
  if (loaded instanceof EngineError) throw loaded;
  return loaded;
}

export interface HostTensor {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

export interface SessionOptions {
  /** Threads of one run, the calling one included, as far as there are processors for them; see `threadsOf`. */
  readonly threads?: number;
}

/** More threads than this gain nothing on graphs of our size. */
const MOST_THREADS = 4;

/** As many as are asked for, at most one for each processor: further ones only wait. None, or 0, lets us choose. */
export function threadsOf(asked = 0): number {
  return Math.min(asked > 0 ? asked : MOST_THREADS, availableParallelism());
}

export class OrtSession {
  private constructor(private readonly session: InferenceSession) {}

  /** `model`: the graph itself, or the path of one. Throws EngineError `model` if ONNX Runtime refuses it. */
  static async create(model: Uint8Array | string, { threads }: SessionOptions = {}): Promise<OrtSession> {
    try {
      return await OrtSession.open(model, sessionSettings(threadsOf(threads), await productsAreExact()));
    } catch (error) {
      if (error instanceof EngineError) throw error;
      throw new EngineError('model', `ONNX Runtime cannot load the model: ${firstLine(error)}`);
    }
  }

  /** With ONNX Runtime's own settings and errors. */
  static async open(model: Uint8Array | string, settings: InferenceSession.SessionOptions): Promise<OrtSession> {
    const { InferenceSession: sessions } = runtime();
    // Typed apart: create takes a path or bytes, not either.
    const session = await (typeof model === 'string'
      ? sessions.create(model, settings)
      : sessions.create(model, settings));
    return new OrtSession(session);
  }

  /** Runs the graph. Returns the outputs named in `fetch`, in fresh buffers. */
  async run<Name extends string>(
    feeds: Readonly<Record<string, HostTensor>>,
    fetch: readonly Name[],
  ): Promise<Readonly<Record<Name, HostTensor>>> {
    const tensors = Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, toTensor(value)]));
    const outputs = await this.session.run(tensors, fetch);
    const read = fetch.map((name) => [name, fromTensor(name, outputs[name])] as const);
    return Object.fromEntries(read) as Record<Name, HostTensor>;
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

let exact: Promise<boolean> | undefined;

/** Asked once per process: see `byteProducts.ts`. */
function productsAreExact(): Promise<boolean> {
  return (exact ??= multiplyBytes());
}

async function multiplyBytes(): Promise<boolean> {
  const session = await OrtSession.open(byteProductGraph(), sessionSettings(1, true));
  const { y } = await session.run(byteProductInput, ['y']);
  await session.release();
  return isExact(y.data);
}

function sessionSettings(threads: number, exactProducts: boolean): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Patterns are kept per shape, and hardly two runs have the same.
    enableMemPattern: false,
    // Spinning threads are a little faster on an idle machine, much slower on a busy one, and burn the user's cores.
    extra: { session: { intra_op: { allow_spinning: '0' }, ...(!exactProducts && { x64quantprecision: '1' }) } },
  };
}

function toTensor({ data, shape }: HostTensor): Tensor {
  const { Tensor: Typed } = runtime();
  return data instanceof Float32Array ? new Typed('float32', data, shape) : new Typed('int32', data, shape);
}

function fromTensor(name: string, value: InferenceSession.OnnxValueMapType[string] | undefined): HostTensor {
  const data = value?.data;
  if (value && (data instanceof Float32Array || data instanceof Int32Array)) return { data, shape: value.dims };
  throw new EngineError('internal', `The graph gave no numbers for ${name}. Please report this.`);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
