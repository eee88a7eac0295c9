/**
 * The messages between the engine and the thread that runs its model: `CanvasModel`, call by call. JSON-RPC over a
 * `MessagePort`, so that errors, cancellation and the pairing of answers with questions are the library's.
 *
 * The text around a hole is thousands of ids and the same for every pass, so it is sent once (`sequences.ts`).
 */
import { NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { CanvasModel, CanvasRequest, Prediction } from '../../decode/canvasModel';
import type { EngineErrorData, ModelInfo } from '../../protocol/messages';

export interface OpenParams {
  readonly idOrDirectory: string | undefined;
  readonly threads?: number;
}

/** What the engine knows of an open model without asking again. */
export type OpenResult = Pick<
  CanvasModel,
  'id' | 'specials' | 'maxCells' | 'contextTokens' | 'chat' | 'calibration' | 'recallGate' | 'projectGate'
> & {
  readonly info: ModelInfo;
  /** Whether it can look ahead. */
  readonly looksAhead: boolean;
};

/** A sequence of ids under a number that both sides remember it by; `ids` only when it is new under that number. */
export interface SentSequence {
  readonly slot: number;
  readonly ids?: Int32Array;
}

/** A request of `CanvasModel` with the two sides of the hole by number. */
export type Sent<T extends { before: unknown; after: unknown }> = Omit<T, 'before' | 'after'> & {
  readonly before: SentSequence;
  readonly after: SentSequence;
};

type Warm = Parameters<CanvasModel['warm']>[0];
type Warmed = Awaited<ReturnType<CanvasModel['warm']>>;

export const OpenRequest = new RequestType<OpenParams, OpenResult, EngineErrorData>('open');
export const PredictRequest = new RequestType<Sent<CanvasRequest>, readonly Prediction[], EngineErrorData>('predict');
export const WarmRequest = new RequestType<Sent<Warm>, Warmed, EngineErrorData>('warm');
export const LookAheadRequest = new RequestType<Sent<Warm>, { readonly computedRows: number }, EngineErrorData>(
  'lookAhead',
);
export const CloseRequest = new RequestType0<null, EngineErrorData>('close');
/** The answer to `close` has arrived: the thread may end. */
export const ExitNotification = new NotificationType0('exit');
