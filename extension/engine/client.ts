/** The engine as typed calls, with passes routed to the run that asked for them. One client belongs to one process. */
import type { MessageConnection } from 'vscode-jsonrpc';
import {
  type CheckParams,
  CheckRequest,
  type ContentChange,
  DocumentChanged,
  DocumentClosed,
  type DocumentItem,
  DocumentOpened,
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
import { EngineLine } from './line';

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
  private readonly line: EngineLine;

  constructor(connection: MessageConnection) {
    this.line = new EngineLine(connection);
    connection.onNotification(PassNotification, (event) => this.listeners.get(event.runId)?.(event));
    connection.onNotification(ImportNotification, (event) => this.imports.get(event.importId)?.(event));
  }

  /** The process is gone: fails what is under way, and whatever comes after. */
  markStopped(reason: string): void {
    this.line.markStopped(reason);
  }

  get isStopped(): boolean {
    return this.line.isStopped;
  }

  initialize(params: InitializeParams): Promise<InitializeResult> {
    return this.line.request(InitializeRequest, params);
  }

  infill(params: InfillParams, handle: RunHandle): Promise<RunResult> {
    return this.run(params.runId, handle, () => this.line.request(InfillRequest, params, handle.signal));
  }

  remask(params: RemaskParams, handle: RunHandle): Promise<RunResult> {
    return this.run(params.runId, handle, () => this.line.request(RemaskRequest, params, handle.signal));
  }

  warm(uri: string, span: Span): Promise<WarmResult> {
    return this.line.request(WarmRequest, { uri, span });
  }

  project(params: ProjectParams): Promise<ProjectResult> {
    return this.line.request(ProjectRequest, params);
  }

  score(params: ScoreParams, signal: AbortSignal): Promise<readonly TokenScore[]> {
    return this.line.request(ScoreRequest, params, signal);
  }

  rank(params: RankParams, signal: AbortSignal): Promise<readonly RankedText[]> {
    return this.line.request(RankRequest, params, signal);
  }

  seen(params: SeenParams): Promise<SeenContext> {
    return this.line.request(SeenRequest, params);
  }

  check(params: CheckParams): Promise<readonly Problem[]> {
    return this.line.request(CheckRequest, params);
  }

  models(): Promise<readonly ModelInfo[]> {
    return this.line.ask(ModelsRequest);
  }

  async importModel(params: ImportParams, { signal, onProgress }: ImportHandle): Promise<ModelInfo> {
    this.imports.set(params.importId, onProgress);
    try {
      return await this.line.request(ImportRequest, params, signal);
    } finally {
      this.imports.delete(params.importId);
    }
  }

  async removeModel(id: string): Promise<void> {
    await this.line.request(RemoveRequest, { id });
  }

  async shutdown(): Promise<void> {
    await this.line.ask(ShutdownRequest);
  }

  opened(item: DocumentItem): void {
    this.line.notify(DocumentOpened, item);
  }

  changed(uri: string, version: number, changes: readonly ContentChange[]): void {
    this.line.notify(DocumentChanged, { uri, version, changes });
  }

  closed(uri: string): void {
    this.line.notify(DocumentClosed, { uri });
  }

  private async run(runId: string, handle: RunHandle, send: () => Promise<RunResult>): Promise<RunResult> {
    this.listeners.set(runId, handle.onPass);
    try {
      return await send();
    } finally {
      this.listeners.delete(runId);
    }
  }
}
