/**
 * The public API, version 1: what `vscode.extensions.getExtension<RemaskApi>("remask.remask")?.activate()` resolves to.
 * Types only, and of others' only those of `vscode`: copy this file into an extension that uses it. Members are added
 * within a version, never changed or taken away.
 *
 * ```ts
 * const remask = await vscode.extensions.getExtension<RemaskApi>("remask.remask")?.activate();
 * if (remask?.version !== 1) return;
 * const { holes } = await remask.propose(document, [range]);
 * ```
 */
import type { CancellationToken, Event, Range, TextDocument } from 'vscode';

export interface RemaskApi {
  readonly version: 1;

  /**
   * What the model would put in place of each range, given everything around them; several ranges are filled jointly.
   * The document is not touched and the user sees nothing. Starts the engine if need be. Rejects with an `Error` whose
   * message says what to do when the ranges overlap, the document changes meanwhile, or the engine cannot answer.
   */
  propose(document: TextDocument, ranges: readonly Range[], options?: ProposeOptions): Promise<Proposal>;

  /**
   * Starts an edit as *Infill* does: the user watches the passes and decides about the draft. Resolves when the draft is
   * there for them to decide, or the run is over without one; `state` of the snapshot tells which.
   */
  edit(document: TextDocument, ranges: readonly Range[], options?: EditOptions): Promise<SessionSnapshot>;

  /** How likely the model finds each token of the document, or of a range of it, given everything around that token. */
  score(document: TextDocument, range?: Range, token?: CancellationToken): Promise<readonly ScoredToken[]>;

  /** The edits that are under way or wait for a decision. */
  readonly sessions: () => readonly SessionSnapshot[];
  /** Fires with every snapshot of a session, the last one included (settled, cancelled). */
  readonly onDidChangeSession: Event<SessionSnapshot>;

  readonly engine: () => EngineStatus;
  readonly onDidChangeEngine: Event<EngineStatus>;
}

/** What is absent is taken from the user's settings. */
export interface ProposeOptions {
  /** What to write, in words; only for models that take instructions. */
  readonly instruction?: string;
  /** The same document, ranges, options and seed give the same text. */
  readonly seed?: number;
  /** Upper bound of passes. */
  readonly passes?: number;
  /** 0 takes the likeliest token. */
  readonly temperature?: number;
  readonly token?: CancellationToken;
}

export interface EditOptions {
  /** What to write, in words; only for models that take instructions. */
  readonly instruction?: string;
  /** Share of a single range's tokens to denoise again, in (0, 1], least likely first. Absent: all, with a new length. */
  readonly strength?: number;
}

export interface Proposal {
  /** In the order of the ranges asked for. */
  readonly holes: readonly ProposedHole[];
  /** Version of the document that the ranges and texts refer to. */
  readonly documentVersion: number;
  readonly model: string;
  readonly seed: number;
  readonly passes: number;
  readonly milliseconds: number;
}

export interface ProposedHole {
  readonly range: Range;
  readonly text: string;
  /** Geometric mean of the probabilities of its tokens, in [0, 1]. */
  readonly confidence: number;
}

export interface ScoredToken {
  readonly range: Range;
  readonly text: string;
  /** In [0, 1]. */
  readonly probability: number;
  /** What the model would rather put there, likeliest first. */
  readonly alternatives: readonly { readonly text: string; readonly probability: number }[];
}

/** Half-open, in UTF-16 units of the document's text. */
export interface OffsetSpan {
  readonly start: number;
  readonly end: number;
}

export interface SessionSnapshot {
  readonly id: string;
  readonly uri: string;
  readonly state: 'preparing' | 'denoising' | 'converged' | 'failed' | 'viewing' | 'staged' | 'settled' | 'cancelled';
  /** What the model was told in words, if it was. */
  readonly instruction?: string;
  /** Number of the last pass that came in. */
  readonly pass: number;
  /** The holes as they lie in the document now. */
  readonly holes: readonly { readonly span: OffsetSpan; readonly text: string }[];
  /** The last draft of each hole. */
  readonly drafts: readonly string[];
  /** Cells of staged text, with what the heatmap shows of them. */
  readonly cells: readonly { readonly span: OffsetSpan; readonly confidence: number; readonly mark: string }[];
}

export type EngineStatus =
  /** Not needed yet, or stopped. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly info: { readonly model: { readonly id: string }; readonly pid: number } }
  /** Died; starts again after a pause. */
  | { readonly kind: 'waiting'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };
