/**
 * The contract between an editor and the denoising engine: requests, notifications and their values.
 *
 * Transport is JSON-RPC (`vscode-jsonrpc`), over the fork's IPC for the extension and over stdio for any other client.
 * Offsets are UTF-16 code units into the document's text, ends are exclusive. This file holds types and method names
 * only, and imports nothing of ours: it is the one part of `engine/` that `extension/` may see.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';

/** A half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What a cell of the canvas holds after a pass.
 * - `masked`: still open; `text` is empty.
 * - `tentative`: the model's present best guess for an open cell, shown but not decided.
 * - `committed`: decided by the schedule.
 * - `pinned`: given by the user or kept from the text; never changed by a pass.
 */
export type CellState = 'masked' | 'tentative' | 'committed' | 'pinned';

export interface Cell {
  readonly text: string;
  readonly state: CellState;
  /** Probability of `text` in [0, 1] when the cell was last predicted; 1 for pinned cells, 0 for masked ones. */
  readonly confidence: number;
}

/** One hole after one pass: its cells in order, and their texts joined. */
export interface HoleDraft {
  readonly text: string;
  readonly cells: readonly Cell[];
}

/** A stretch that a hole starts with: a text that stays, or so many open cells. */
export type StartCells = { readonly text: string } | { readonly open: number };

/** A region to denoise. Everything inside is masked except the pinned spans; everything outside stays as it is. */
export interface HoleRequest {
  readonly span: Span;
  /** Spans of the document inside `span` whose text stays. Sorted, disjoint. */
  readonly pins?: readonly Span[];
  /** Tokens to start with for the open part, or `auto`: the length is learned from the context. */
  readonly length?: number | 'auto';
  /** Starts from these, in order, instead of the document's own text, `pins` and `length`: to go on from an earlier pass. */
  readonly cells?: readonly StartCells[];
  /** The hole keeps the number of cells that it starts with. */
  readonly keepsLength?: boolean;
  /**
   * `brackets`: brackets and quotes of the hole are balanced, as the text around asks. `json`: the span is JSON and stays
   * well-formed; only the insides of string values and the digits of numbers change.
   */
  readonly keeps?: 'brackets' | 'json';
  /** Earlier texts of this hole: at equal cell count, token k of such a text may not be cell k again. */
  readonly bannedTexts?: readonly string[];
}

/** What each is for, its defaults and its source: engine/decode/README.md. */
export type PolicyName =
  | 'adaptive'
  | 'confidence'
  | 'steps'
  | 'entropy'
  | 'threshold'
  | 'factor'
  | 'llada'
  | 'llada2'
  | 'joint'
  | 'sdar'
  | 'klass'
  | 'slowfast'
  | 'saber'
  | 'p2'
  | 'refine'
  | 'dream-origin'
  | 'dream-maskgit'
  | 'dream-margin'
  | 'dream-entropy'
  | 'dreamon'
  | 'ancestral'
  | 'remdm-cap'
  | 'remdm-rescale'
  | 'remdm-conf'
  | 'remdm-loop'
  | 'gidd'
  | 'gemma';

/**
 * How many tokens a hole gets that names no length: `learned` by DELETE and EXPAND while denoising (bundled model,
 * DreamOn), `recalled` the same from as many as elsewhere in the document, `cal` searched for before, `daedal` grown where
 * the model is in doubt, `fixed` as many as the text had.
 */
export type LengthPolicyName = 'learned' | 'recalled' | 'cal' | 'daedal' | 'fixed';

/** How a run decodes. Everything has a default in the engine; the result reports what was used. */
export interface DecodeOptions {
  /** Seeds every random choice of the run. Same document, options and seed: same text. */
  readonly seed?: number;
  /** Upper bound on passes (a run may need fewer). */
  readonly passes?: number;
  /** What a pass commits, edits and opens again. */
  readonly policy?: PolicyName;
  /** 0 takes the likeliest token; above 0 samples. */
  readonly temperature?: number;
  /** Randomness of which cells a pass decides, where the policy knows it (`dream-*`); 0 takes the best. */
  readonly choiceTemperature?: number;
  /** `auto`: `recalled` if the document counts beside the model, else `learned` if it has DELETE, else `cal`. */
  readonly lengthPolicy?: LengthPolicyName | 'auto';
  /** Lets a draft repeat a word or a line as text does not; otherwise it may not. */
  readonly allowRepeats?: boolean;
  /**
   * Makes 1 to 8 drafts and takes the likeliest: the first as without this, the others with the next seeds and a
   * temperature of at least 0.7. Its passes are told once it is chosen, and the others' not at all.
   */
  readonly bestOf?: number;
}

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

/** A token that the model could have put in a cell. */
export interface Alternative {
  readonly text: string;
  readonly probability: number;
}

export interface ResultCell extends Cell {
  /** Runners-up at the pass that decided the cell, likeliest first. */
  readonly alternatives: readonly Alternative[];
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

export interface RunResult {
  readonly holes: readonly HoleResult[];
  readonly passes: number;
  /** Cells that were denoised. */
  readonly tokens: number;
  /** Rows of context that had to be computed for this run: 0 when both streams were warm. */
  readonly contextRows: number;
  readonly model: string;
  readonly seed: number;
  /** Of more than one draft, in the order they were made; passes, tokens and holes are those of the one chosen. */
  readonly ranking?: readonly RankedDraft[];
  readonly ms: RunTimes;
}

export interface PassEvent {
  readonly runId: string;
  /** 1-based. */
  readonly pass: number;
  readonly holes: readonly HoleDraft[];
}

export interface ScoreParams {
  readonly uri: string;
  readonly version: number;
  readonly span?: Span;
}

export interface TokenScore {
  readonly span: Span;
  readonly text: string;
  /** Probability of the token given everything around it, in [0, 1]. */
  readonly probability: number;
  /** What the model would rather put there, likeliest first. */
  readonly alternatives: readonly Alternative[];
}

/** Something wrong with a text, at a place in it. */
export interface Problem {
  readonly span: Span;
  /** One line for a person. */
  readonly message: string;
  /** Who says so: `brackets`, `json`, `schema`, or a language server's own name. */
  readonly source: string;
}

/** Checks that need nothing but the text. What is absent is not checked. */
export interface Checks {
  /** Language id whose strings and comments hide brackets. */
  readonly brackets?: string;
  /** `comments` allows comments and trailing commas. */
  readonly json?: 'strict' | 'comments';
  /** Text of a JSON Schema; implies `json`. */
  readonly schema?: string;
}

export interface CheckParams {
  readonly uri: string;
  readonly version: number;
  readonly checks: Checks;
}

export interface SeenParams {
  readonly uri: string;
  readonly version: number;
  readonly span: Span;
  readonly related?: readonly string[];
}

/** A stretch of text, and how many tokens it is. */
export interface SeenText {
  readonly text: string;
  readonly tokens: number;
}

/** All that the model can see when it fills a span. */
export interface SeenContext {
  readonly related: SeenText;
  readonly before: SeenText;
  readonly after: SeenText;
  /** Tokens on either side that the model can see at most. */
  readonly reach: number;
}

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

/** What the engine does when a document is warmed: rows newly computed, rows kept. */
export interface WarmResult {
  readonly computedRows: number;
  readonly cachedRows: number;
}

/** Loads the model and builds the graph. Must come first; calling it again switches the model. */
export const InitializeRequest = new RequestType<InitializeParams, InitializeResult, EngineErrorData>('initialize');
export const InfillRequest = new RequestType<InfillParams, RunResult, EngineErrorData>('infill');
export const RemaskRequest = new RequestType<RemaskParams, RunResult, EngineErrorData>('remask');
/** Resolves with the span as it was and no passes if nothing in it looks wrong. */
export const RepairRequest = new RequestType<RepairParams, RunResult, EngineErrorData>('repair');
export const ScoreRequest = new RequestType<ScoreParams, readonly TokenScore[], EngineErrorData>('score');
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

/**
 * Why a request failed; the message beside it says what to do next.
 * - `input`: the request does not fit the document (range, size, options). Nothing ran.
 * - `stale`: the document moved on since the version named. Send the changes, then ask again.
 * - `model`: the model folder is missing or broken.
 * - `busy`: too many runs at once, or another process has the model in hand.
 * - `access`: the hub wants a token, or one with more rights.
 * - `network`: the hub cannot be reached, or what it sent is damaged. Asking again goes on where it stopped.
 * - `space`: the disk is too full.
 * - `internal`: a bug or a runtime failure.
 */
export type EngineErrorKind = 'input' | 'stale' | 'model' | 'busy' | 'access' | 'network' | 'space' | 'internal';

export interface EngineErrorData {
  readonly kind: EngineErrorKind;
}
