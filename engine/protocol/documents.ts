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
