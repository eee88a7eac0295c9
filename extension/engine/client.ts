/**
 * The engine as typed calls: requests that an AbortSignal cancels, passes routed to the run that asked for them. One
 * client belongs to one process; when that ends, every open request rejects with `EngineStopped`.
 */
import { CancellationTokenSource, type MessageConnection, type RequestType } from 'vscode-jsonrpc';
import {
  type CheckParams,
  CheckRequest,
  type ContentChange,
  DocumentChanged,
  DocumentClosed,
  type DocumentItem,
  DocumentOpened,
  type EngineErrorData,
  type ImportEvent,
  ImportNotification,
  type ImportParams,
  ImportRequest,
  type InfillParams,
  InfillRequest,
  InitializeRequest,
  type InitializeParams,
  type InitializeResult,
  type ModelInfo,
  ModelsRequest,
  type PassEvent,
  PassNotification,
  type Problem,
  type ProjectParams,
  ProjectRequest,
  type ProjectResult,
  type RankedText,
  type RankParams,
  RankRequest,
  type RemaskParams,
  RemaskRequest,
  RemoveRequest,
  type RunResult,
  type ScoreParams,
  ScoreRequest,
  type SeenContext,
  type SeenParams,
  SeenRequest,
  ShutdownRequest,
  type Span,
  type TokenScore,
  WarmRequest,
  type WarmResult,
} from '../../engine/protocol/messages';
import { EngineStopped } from './failure';
import { rejectionOf } from './rejection';

export type PassListener = (event: PassEvent) => void;

/** How a run is watched and stopped. */
export interface RunHandle {
  readonly signal: AbortSignal;
  readonly onPass: PassListener;
}

/** How an import is watched and stopped. */
export interface ImportHandle {
  readonly signal: AbortSignal;
  readonly onProgress: (event: ImportEvent) => void;
}

export class EngineClient {
  private readonly listeners = new Map<string, PassListener>();
  private readonly imports = new Map<string, ImportHandle['onProgress']>();
  private stopped: EngineStopped | undefined;
  private readonly rejectOpen = new Set<(error: EngineStopped) => void>();

  constructor(private readonly connection: MessageConnection) {
    connection.onNotification(PassNotification, (event) => this.listeners.get(event.runId)?.(event));
    connection.onNotification(ImportNotification, (event) => this.imports.get(event.importId)?.(event));
  }

  /** The process is gone: fails what is under way, and whatever comes after. */
  markStopped(reason: string): void {
    this.stopped = new EngineStopped(reason);
    for (const reject of this.rejectOpen) reject(this.stopped);
    this.rejectOpen.clear();
  }

  get isStopped(): boolean {
    return this.stopped !== undefined;
  }

  initialize(params: InitializeParams): Promise<InitializeResult> {
    return this.request(InitializeRequest, params);
  }

  infill(params: InfillParams, handle: RunHandle): Promise<RunResult> {
    return this.run(params.runId, handle, () => this.request(InfillRequest, params, handle.signal));
  }

  remask(params: RemaskParams, handle: RunHandle): Promise<RunResult> {
    return this.run(params.runId, handle, () => this.request(RemaskRequest, params, handle.signal));
  }

  warm(uri: string, span: Span): Promise<WarmResult> {
    return this.request(WarmRequest, { uri, span });
  }

  project(params: ProjectParams): Promise<ProjectResult> {
    return this.request(ProjectRequest, params);
  }

  score(params: ScoreParams, signal: AbortSignal): Promise<readonly TokenScore[]> {
    return this.request(ScoreRequest, params, signal);
  }

  rank(params: RankParams, signal: AbortSignal): Promise<readonly RankedText[]> {
    return this.request(RankRequest, params, signal);
  }

  seen(params: SeenParams): Promise<SeenContext> {
    return this.request(SeenRequest, params);
  }

  check(params: CheckParams): Promise<readonly Problem[]> {
    return this.request(CheckRequest, params);
  }

  models(): Promise<readonly ModelInfo[]> {
    return this.settle(() => this.connection.sendRequest(ModelsRequest));
  }

  async importModel(params: ImportParams, { signal, onProgress }: ImportHandle): Promise<ModelInfo> {
    this.imports.set(params.importId, onProgress);
    try {
      return await this.request(ImportRequest, params, signal);
    } finally {
      this.imports.delete(params.importId);
    }
  }

  async removeModel(id: string): Promise<void> {
    await this.request(RemoveRequest, { id });
  }

  async shutdown(): Promise<void> {
    await this.settle(() => this.connection.sendRequest(ShutdownRequest));
  }

  opened(item: DocumentItem): void {
    this.notify(() => this.connection.sendNotification(DocumentOpened, item));
  }

  changed(uri: string, version: number, changes: readonly ContentChange[]): void {
    this.notify(() => this.connection.sendNotification(DocumentChanged, { uri, version, changes }));
  }

  closed(uri: string): void {
    this.notify(() => this.connection.sendNotification(DocumentClosed, { uri }));
  }

  private async run(runId: string, handle: RunHandle, send: () => Promise<RunResult>): Promise<RunResult> {
    this.listeners.set(runId, handle.onPass);
    try {
      return await send();
    } finally {
      this.listeners.delete(runId);
    }
  }

  private async request<P, R>(type: RequestType<P, R, EngineErrorData>, params: P, signal?: AbortSignal): Promise<R> {
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

  /** Rejects with an `EngineError` only, and at once when the process ends. */
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

  /** A notification to a process that is gone is not worth an error: its successor gets the documents anew. */
  private notify(send: () => Promise<void>): void {
    if (!this.stopped) send().catch(() => undefined);
  }
}
