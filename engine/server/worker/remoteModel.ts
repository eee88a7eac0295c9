/** A `CanvasModel` whose work is done on another thread. */
import {
  CancellationTokenSource,
  ConnectionError,
  type MessageConnection,
  type RequestType,
  ResponseError,
} from 'vscode-jsonrpc';
import type { Calibration } from '../../decode/calibration';
import type { CanvasModel, CanvasRequest, Chat, Prediction } from '../../decode/canvasModel';
import type { RecallGate } from '../../decode/recall/gate';
import { EngineError } from '../../protocol/errors';
import type { EngineErrorData } from '../../protocol/messages';
import { LookAheadRequest, type OpenResult, PredictRequest, type Sent, WarmRequest } from './protocol';
import { SequenceSender } from './sequences';

type Context = Pick<CanvasRequest, 'before' | 'after' | 'frame'>;

export class RemoteModel implements CanvasModel {
  readonly id: string;
  readonly specials: CanvasModel['specials'];
  readonly maxCells: number;
  readonly contextTokens: number;
  readonly chat?: Chat;
  readonly calibration?: Calibration;
  readonly recallGate?: RecallGate;
  readonly projectGate?: RecallGate;
  readonly lookAhead?: NonNullable<CanvasModel['lookAhead']>;
  private readonly sequences = new SequenceSender();

  constructor(
    private readonly connection: MessageConnection,
    { id, specials, maxCells, contextTokens, chat, calibration, recallGate, projectGate, looksAhead }: OpenResult,
  ) {
    this.id = id;
    this.specials = specials;
    this.maxCells = maxCells;
    this.contextTokens = contextTokens;
    if (chat) this.chat = chat;
    if (calibration) this.calibration = calibration;
    if (recallGate) this.recallGate = recallGate;
    if (projectGate) this.projectGate = projectGate;
    if (looksAhead) this.lookAhead = (document, signal) => this.ask(LookAheadRequest, document, signal);
  }

  predict(request: CanvasRequest, signal?: AbortSignal): Promise<readonly Prediction[]> {
    return this.ask(PredictRequest, request, signal);
  }

  warm(context: Context, signal?: AbortSignal): ReturnType<CanvasModel['warm']> {
    return this.ask(WarmRequest, context, signal);
  }

  private ask<T extends Context, R>(
    type: RequestType<Sent<T>, R, EngineErrorData>,
    request: T,
    signal?: AbortSignal,
  ): Promise<R> {
    // Put together when it is sent: a sequence counts as known to the other end from then on.
    return asked((token) => this.connection.sendRequest(type, this.toSent(request), token), signal);
  }

  private toSent<T extends Context>(request: T): Sent<T> {
    return {
      ...request,
      before: this.sequences.send(request.before),
      after: this.sequences.send(request.after),
    };
  }
}

/** Sends a request, cancels it with the signal, and throws what the other thread threw. */
export async function asked<T>(
  send: (token: CancellationTokenSource['token']) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const source = new CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal?.addEventListener('abort', cancel);
  try {
    return await send(source.token);
  } catch (error) {
    signal?.throwIfAborted();
    throw failureOf(error);
  } finally {
    signal?.removeEventListener('abort', cancel);
    source.dispose();
  }
}

function failureOf(error: unknown): unknown {
  if (error instanceof ResponseError) {
    const data = error.data as EngineErrorData | undefined;
    return data ? new EngineError(data.kind, error.message) : error;
  }
  return error instanceof ConnectionError ? new EngineError('internal', 'the model’s thread ended: run again') : error;
}
