/**
 * Requests to a process that may end: an AbortSignal cancels them, and they reject with an `EngineError` only; with
 * `EngineStopped`, at once, when the process ends.
 */
import {
  CancellationTokenSource,
  type MessageConnection,
  type NotificationType,
  type RequestType,
  type RequestType0,
} from 'vscode-jsonrpc';
import type { EngineErrorData } from '../../engine/protocol/messages';
import { EngineStopped } from './failure';
import { rejectionOf } from './rejection';

export class EngineLine {
  private stopped: EngineStopped | undefined;
  private readonly rejectOpen = new Set<(error: EngineStopped) => void>();

  constructor(private readonly connection: MessageConnection) {}

  /** The process is gone: fails what is under way, and whatever comes after. */
  markStopped(reason: string): void {
    this.stopped = new EngineStopped(reason);
    for (const reject of this.rejectOpen) reject(this.stopped);
    this.rejectOpen.clear();
  }

  get isStopped(): boolean {
    return this.stopped !== undefined;
  }

  async request<P, R>(type: RequestType<P, R, EngineErrorData>, params: P, signal?: AbortSignal): Promise<R> {
    const source = new CancellationTokenSource();
    const cancel = () => source.cancel();
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel);
    try {
      return await this.settle(() => this.connection.sendRequest(type, params, source.token));
    } finally {
      signal?.removeEventListener('abort', cancel);
      source.dispose();
    }
  }

  /** A request that takes nothing and cannot be cancelled. */
  ask<R>(type: RequestType0<R, EngineErrorData>): Promise<R> {
    return this.settle(() => this.connection.sendRequest(type));
  }

  /** To a process that is gone it is not worth an error: its successor gets the documents anew. */
  notify<P>(type: NotificationType<P>, params: P): void {
    if (!this.stopped) this.connection.sendNotification(type, params).catch(() => undefined);
  }

  private settle<R>(send: () => Promise<R>): Promise<R> {
    if (this.stopped) return Promise.reject(this.stopped);
    // A connection that has just closed throws instead of rejecting.
    const attempt = async () => send();
    return new Promise<R>((resolve, reject) => {
      this.rejectOpen.add(reject);
      attempt()
        .then(resolve, (error: unknown) => reject(this.stopped ?? rejectionOf(error)))
        .finally(() => this.rejectOpen.delete(reject));
    });
  }
}
