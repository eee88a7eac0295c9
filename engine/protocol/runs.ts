/** Runs: what is asked, what each pass shows, and what came of it. */
import type { HoleDraft, HoleRequest, ResultCell } from './holes';
import type { DecodeOptions } from './options';
import type { Span } from './span';

export interface InfillParams {
  /** Chosen by the caller; pass notifications carry it. */
  readonly runId: string;
  readonly uri: string;
  readonly version: number;
  /** Sorted, disjoint. Several holes are solved jointly. */
  readonly holes: readonly HoleRequest[];
  /** Texts of other files, the most telling last; as many of their tokens are seen as the document leaves room for. */
  readonly related?: readonly string[];
  /** What to write, for models that take instructions (`ModelInfo.takesInstruction`). */
  readonly instruction?: string;
  readonly options?: DecodeOptions;
}

export interface RemaskParams {
  readonly runId: string;
  readonly uri: string;
  readonly version: number;
  readonly span: Span;
  /** Share of the span's tokens to mask, in (0, 1], least likely first. 1 masks all of it. */
  readonly strength?: number;
  /** See `InfillParams`: what is least likely is judged in the light of it, too. */
  readonly instruction?: string;
  readonly options?: DecodeOptions;
}

/** Denoises again only those tokens of the span that look wrong to the model; the rest is pinned. */
export interface RepairParams {
  readonly runId: string;
  readonly uri: string;
  readonly version: number;
  readonly span: Span;
  /** How improbable a token must be to look wrong, in (0, 1]. */
  readonly below?: number;
  /** See `InfillParams`: what looks wrong is judged in the light of it, too. */
  readonly instruction?: string;
  readonly options?: DecodeOptions;
}

export interface HoleResult {
  /** The replaced span of the document as it was when the run started. */
  readonly span: Span;
  readonly text: string;
  readonly cells: readonly ResultCell[];
  /** Geometric mean of the confidences of the cells that were not pinned. */
  readonly confidence: number;
}

export interface RunTimes {
  /** Milliseconds. `load` is 0 unless this run had to load the model. */
  readonly load: number;
  readonly context: number;
  readonly firstPass: number;
  readonly total: number;
}

/** One of several drafts of a run, see `DecodeOptions.bestOf`. */
export interface RankedDraft {
  readonly seed: number;
  readonly temperature: number;
  /** Geometric mean of the probabilities of its tokens, each given everything else but every fourth. */
  readonly likelihood: number;
  readonly chosen: boolean;
}

/** How a run came to text that its language's grammar accepts, see `DecodeOptions.syntax`. */
export interface Syntax {
  /** Drafts made. */
  readonly drafts: number;
  /** Syntax problems that the result brings into the document: 0 if all is well. */
  readonly problems: number;
}

export interface RunResult {
  readonly holes: readonly HoleResult[];
  /** Of the draft that the result is. */
  readonly passes: number;
  /** Cells that were denoised. */
  readonly tokens: number;
  /** Rows of context that had to be computed for this run: 0 when both streams were warm. */
  readonly contextRows: number;
  readonly model: string;
  readonly seed: number;
  /** Of more than one draft, in the order they were made; passes, tokens and holes are those of the one chosen. */
  readonly ranking?: readonly RankedDraft[];
  /** Absent if nothing was checked: the grammar of the language is not known, the document too long, or nobody wanted it. */
  readonly syntax?: Syntax;
  readonly ms: RunTimes;
}

export interface PassEvent {
  readonly runId: string;
  /** 1-based: one whose syntax is broken is made again (`DecodeOptions.syntax`). */
  readonly draft: number;
  /** 1-based; 1 again where another draft begins. */
  readonly pass: number;
  readonly holes: readonly HoleDraft[];
}
