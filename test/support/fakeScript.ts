/** What the fake engine plays, and what it tells of the runs it was asked for. */
import type {
  EngineErrorData,
  HoleRequest,
  ImportParams,
  ModelInfo,
  ProjectParams,
} from '../../engine/protocol/messages';

/**
 * Environment variable with the path of the script. Beside it are recorded the runs in `<path>.runs`, imports in
 * `<path>.imports`, projects in `<path>.projects`, and when each pass left in `<path>.passes`, in milliseconds since 1970.
 */
export const FAKE_SCRIPT_VARIABLE = 'REMASK_FAKE_SCRIPT';

export interface FakeError extends EngineErrorData {
  readonly message: string;
}

export interface FakeScript {
  /** Results by hole and seed: hole h of a run with seed s gets `texts[(h + s) % texts.length]`. */
  readonly texts: readonly string[];
  readonly passes: number;
  /** Drafts of so many passes each, of which the last still breaks the syntax; one that nobody has checked, if absent. */
  readonly drafts?: number;
  /** Passes that may happen now, of each draft; the result counts as one more. Raise it to let a run go on. */
  readonly allowed: number;
  /** Pause before each pass. */
  readonly passMs: number;
  /** Time that starting takes. */
  readonly startMs: number;
  /** Time that reading a project takes. */
  readonly readMs: number;
  /** The process ends when it comes to this pass. */
  readonly dieAt?: number;
  /** Every run fails so. */
  readonly fail?: FakeError;
  /** Starting fails so. */
  readonly refuses?: FakeError;
  /** Models besides the one that plays the script. */
  readonly models: readonly ModelInfo[];
  /** Whether imports may end; until then they stay at half. */
  readonly importsEnd: boolean;
  /** Every import fails so. */
  readonly importFails?: FakeError;
}

/** An import as the engine was asked for it. */
export type FakeImport = ImportParams;

/** A project as it was named to the engine. */
export type FakeProject = ProjectParams;

/** A run as the engine saw it, with the document's text at that moment. */
export interface FakeRun {
  readonly uri: string;
  readonly version: number;
  readonly holes: readonly HoleRequest[];
  readonly method: 'infill' | 'remask';
  readonly instruction?: string;
  readonly text: string;
  /** Files of the document's project that were read by then. */
  readonly projectFiles: number;
}

export const PLAIN_SCRIPT: FakeScript = {
  texts: ['total += price * count;'],
  passes: 4,
  allowed: Number.MAX_SAFE_INTEGER,
  passMs: 0,
  startMs: 0,
  readMs: 0,
  models: [],
  importsEnd: true,
};
