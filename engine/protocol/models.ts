/** Models: what is known of one, how one comes onto this machine, and how one is loaded. */

export interface ModelInfo {
  readonly id: string;
  readonly directory: string;
  readonly family: string;
  readonly source: 'bundled' | 'imported' | 'published';
  readonly parameters: number;
  /** Of the weights as they lie on disk; for a published model, as they would be downloaded. */
  readonly bytes: number;
  /** Estimate of what running it takes, weights and working memory; for a published model, as an import would make it. */
  readonly memoryBytes: number;
  /** False if this machine has less memory than that. */
  readonly fits: boolean;
  /** Whether a run may carry an instruction; unknown of models that are not here yet. */
  readonly takesInstruction?: boolean;
  readonly licence: string;
  /** What it is good for. */
  readonly description: string;
  /** Commit of the repository that it came from. */
  readonly revision?: string;
  /** Bytes already here of a download that was stopped: importing it again goes on from there. */
  readonly pausedBytes?: number;
}

/** How weights are kept: as they are, or in 8 or 4 bits. */
export type Quantization = 'none' | 'int8' | 'int4';

export interface ImportParams {
  /** Chosen by the caller; progress notifications carry it. */
  readonly importId: string;
  /** A folder, or the id of a repository on the hub (`owner/name`). */
  readonly source: string;
  /** Branch, tag or commit; the catalogue's pinned commit or the main branch when absent. */
  readonly revision?: string;
  readonly quantize?: Quantization;
  /** For gated or private repositories. Sent to the hub alone, never to where it redirects. */
  readonly token?: string;
  /** Base URL of the hub or a mirror of it. */
  readonly endpoint?: string;
  /** URL of a proxy; the environment's (HTTPS_PROXY, NO_PROXY) when absent. */
  readonly proxy?: string;
}

/**
 * What an import is doing.
 * - `list`: asking the hub which files there are.
 * - `download`: `done` counts what earlier attempts left, too.
 * - `verify`: comparing hashes.
 * - `convert`: writing the model folder.
 */
export type ImportPhase = 'list' | 'download' | 'verify' | 'convert';

export interface ImportProgress {
  readonly phase: ImportPhase;
  readonly file?: string;
  /** Bytes, of all files of the phase together; `total` is 0 while unknown. */
  readonly done: number;
  readonly total: number;
}

export interface ImportEvent extends ImportProgress {
  readonly importId: string;
}

export interface InitializeParams {
  /** Id or folder; the bundled model when absent. */
  readonly model?: string;
  /** Threads per pass; chosen by the engine when absent. */
  readonly threads?: number;
}

export interface InitializeResult {
  readonly version: string;
  readonly pid: number;
  readonly model: ModelInfo;
  readonly loadMs: number;
}
