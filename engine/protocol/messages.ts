/**
 * The contract between an editor and the denoising engine: requests, notifications and their values.
 *
 * Transport is JSON-RPC (`vscode-jsonrpc`), over the fork's IPC for the extension and over stdio for any other client.
 * Offsets are UTF-16 code units into the document's text, ends are exclusive. This folder holds types and method names
 * only, and imports nothing of ours: it is the one part of `engine/` that `extension/` may see. Here are the methods; their
 * values are in the files beside this one, and are taken from here.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { ContentChange, DocumentItem, ProjectParams, ProjectResult, WarmResult } from './documents';
import type { EngineErrorData } from './failure';
import type { ImportEvent, ImportParams, InitializeParams, InitializeResult, ModelInfo } from './models';
import type {
  CheckParams,
  Problem,
  RankedText,
  RankParams,
  ScoreParams,
  SeenContext,
  SeenParams,
  TokenScore,
} from './readings';
import type { InfillParams, PassEvent, RemaskParams, RepairParams, RunResult } from './runs';
import type { Span } from './span';

export type * from './documents';
export type * from './failure';
export type * from './holes';
export type * from './models';
export type * from './options';
export type * from './readings';
export type * from './runs';
export type * from './span';

/** Loads the model and builds the graph. Must come first; calling it again switches the model. */
export const InitializeRequest = new RequestType<InitializeParams, InitializeResult, EngineErrorData>('initialize');
export const InfillRequest = new RequestType<InfillParams, RunResult, EngineErrorData>('infill');
export const RemaskRequest = new RequestType<RemaskParams, RunResult, EngineErrorData>('remask');
/** Resolves with the span as it was and no passes if nothing in it looks wrong. */
export const RepairRequest = new RequestType<RepairParams, RunResult, EngineErrorData>('repair');
export const ScoreRequest = new RequestType<ScoreParams, readonly TokenScore[], EngineErrorData>('score');
/** The texts by how well they would suit a place, the likeliest first. */
export const RankRequest = new RequestType<RankParams, readonly RankedText[], EngineErrorData>('rank');
/** What the model sees of a document around a span. */
export const SeenRequest = new RequestType<SeenParams, SeenContext, EngineErrorData>('seen');
/** What the named checks find in a document, sorted by place. */
export const CheckRequest = new RequestType<CheckParams, readonly Problem[], EngineErrorData>('check');
export const ModelsRequest = new RequestType0<readonly ModelInfo[], EngineErrorData>('models');
/** Downloads (if need be), checks and converts a model. Cancelling keeps what was downloaded, and only that. */
export const ImportRequest = new RequestType<ImportParams, ModelInfo, EngineErrorData>('models/import');
/** Deletes an imported model, or what a stopped download of it left. */
export const RemoveRequest = new RequestType<{ readonly id: string }, null, EngineErrorData>('models/remove');
/** Computes the context around a span, so that the next edit of it starts with a canvas pass. */
export const WarmRequest = new RequestType<{ readonly uri: string; readonly span: Span }, WarmResult, EngineErrorData>(
  'document/warm',
);
/**
 * Names the files that runs of a document may look through; replaces those named before, and no files forgets them.
 * Resolves when they are read, in the pauses between runs; a run meanwhile goes by what was read before. A model without
 * a gate for it reads nothing.
 */
export const ProjectRequest = new RequestType<ProjectParams, ProjectResult, EngineErrorData>('document/project');
export const ShutdownRequest = new RequestType0<null, EngineErrorData>('shutdown');

export const DocumentOpened = new NotificationType<DocumentItem>('document/opened');
export const DocumentChanged = new NotificationType<{
  readonly uri: string;
  readonly version: number;
  readonly changes: readonly ContentChange[];
}>('document/changed');
export const DocumentClosed = new NotificationType<{ readonly uri: string }>('document/closed');
export const PassNotification = new NotificationType<PassEvent>('pass');
export const ImportNotification = new NotificationType<ImportEvent>('models/import/progress');
