/** What the engine says of a text without changing it. */
import type { Alternative } from './holes';
import type { Span } from './span';

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

export interface RankParams {
  readonly uri: string;
  readonly version: number;
  /** What one of the texts would stand in place of. */
  readonly span: Span;
  /** At most 1000. */
  readonly texts: readonly string[];
  readonly instruction?: string;
}

export interface RankedText {
  readonly text: string;
  /** Sum of the logarithms of its tokens' probabilities, in nats. */
  readonly logProbability: number;
  /** Its tokens. `confidence`: the model's own probability, in [0, 1]. */
  readonly cells: readonly { readonly text: string; readonly confidence: number }[];
}

/** Something wrong with a text, at a place in it. */
export interface Problem {
  readonly span: Span;
  /** What may stand there instead, if whoever says so knows. */
  readonly expected?: readonly string[];
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

/** What of a project is looked through for repetitions; the model itself does not see it. */
export interface SeenProject {
  /** Absolute paths, the nearest first. */
  readonly files: readonly string[];
  readonly tokens: number;
}

/** All that the model can see when it fills a span. */
export interface SeenContext {
  readonly related: SeenText;
  readonly before: SeenText;
  readonly after: SeenText;
  readonly project: SeenProject;
  /** Tokens on either side that the model can see at most. */
  readonly reach: number;
}
