/** Documents as an editor keeps them in the engine. */
import type { Span } from './span';

export interface DocumentItem {
  readonly uri: string;
  readonly version: number;
  readonly languageId: string;
  readonly text: string;
}

/** One replacement, as VS Code delivers it: several of one event are applied in the order given. */
export interface ContentChange {
  readonly span: Span;
  readonly text: string;
}

/** What the engine does when a document is warmed: rows newly computed, rows kept. */
export interface WarmResult {
  readonly computedRows: number;
  readonly cachedRows: number;
}

/**
 * Other files of the project that a document belongs to: what they repeat counts beside the model, as the document's own
 * repetitions do. Absolute paths on the engine's machine, in any order; what lies nearest to the document is read first, as
 * far as there is room. They are read, and never written.
 */
export interface ProjectParams {
  readonly uri: string;
  readonly files: readonly string[];
}

/** What was read of a project. */
export interface ProjectResult {
  readonly files: number;
  readonly tokens: number;
}
