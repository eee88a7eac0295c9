/** What a part of the benchmark is: something that measures, and says what it found in numbers and in lines to read. */

/** One line of a table: what was measured, and its figures as they are shown. */
export interface Line {
  readonly label: string;
  readonly cells: readonly string[];
}

export interface Section {
  readonly title: string;
  /** Heads of the figures' columns. */
  readonly columns: readonly string[];
  readonly lines: readonly Line[];
}

export interface PartResult {
  /** Everything measured, for programs. */
  readonly figures: object;
  /** The same for people. */
  readonly sections: readonly Section[];
}

export interface PartOptions {
  /** Id or folder of another model than the bundled one. */
  readonly model?: string;
  readonly threads?: number;
}

export interface Part {
  readonly name: string;
  /** One line for `--help`. */
  readonly about: string;
  /** Whether `npm run bench` runs it when no part is named: at most half a minute, nothing but the clone needed. */
  readonly quick: boolean;
  run(options: PartOptions): Promise<PartResult>;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

export function times(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)}x`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
