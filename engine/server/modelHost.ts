/** What the server needs to know of models on this machine; `localModels.ts` is the real one, tests bring their own. */
import type { CanvasModel } from '../decode/canvasModel';
import type { ModelInfo } from '../protocol/messages';
import type { Tokenizer } from '../text/tokenizer';

export interface LoadedModel {
  readonly info: ModelInfo;
  readonly model: CanvasModel;
  readonly tokenizer: Tokenizer;
  /** Hash of the model's manifest, which holds the hashes of its files. */
  readonly sha256: string;
  /** Milliseconds. */
  readonly loadMs: number;
  close(): Promise<void>;
}

export interface LoadOptions {
  readonly threads?: number;
}

export interface ModelHost {
  /** Throws a `model` error if the folder is missing or broken, `input` for an id that nobody knows. */
  load(idOrDirectory: string | undefined, options: LoadOptions): Promise<LoadedModel>;
  list(): readonly ModelInfo[];
}
