/**
 * 1-based line and column ↔ UTF-16 offset, the way editors count: `\n`, `\r\n` and `\r` end a line, columns are UTF-16
 * units, and a position may stand right behind a line's last character.
 */
import { EngineError } from '../protocol/errors';
import type { Span } from '../protocol/messages';

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

export class Lines {
  /** Start offset per line, and where its text ends before the line break. */
  private readonly starts: number[] = [0];
  private readonly ends: number[] = [];

  constructor(private readonly text: string) {
    for (const match of text.matchAll(/\r\n|\n|\r/g)) {
      this.ends.push(match.index);
      this.starts.push(match.index + match[0].length);
    }
    this.ends.push(text.length);
  }

  /** Throws an `input` error naming the nearest position that exists. */
  offsetAt({ line, column }: Position): number {
    if (line < 1 || column < 1) {
      throw new EngineError('input', `${line}:${column} does not exist: lines and columns count from 1`);
    }
    const start = this.starts[line - 1];
    const end = this.ends[line - 1];
    if (start === undefined || end === undefined) {
      throw new EngineError('input', `line ${line} does not exist: the last line is ${this.starts.length}`);
    }
    const offset = start + column - 1;
    if (offset > end) {
      throw new EngineError(
        'input',
        `${line}:${column} does not exist: line ${line} ends at column ${end - start + 1}`,
      );
    }
    requireBoundary(this.text, offset, `${line}:${column}`);
    return offset;
  }

  positionAt(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }

  /** The lines that a span touches, without the last one's line break. */
  around({ start, end }: Span): Span {
    const first = this.positionAt(start).line - 1;
    const last = this.positionAt(end).line - 1;
    return { start: this.starts[first] ?? 0, end: Math.max(end, this.ends[last] ?? end) };
  }
}

/** Throws an `input` error if `offset` falls between the halves of a surrogate pair. */
export function requireBoundary(text: string, offset: number, name: string): void {
  if (splitsCharacter(text, offset)) {
    throw new EngineError('input', `${name} is inside a character: move the position by one column`);
  }
}

/** Whether `offset` falls between the two halves of a surrogate pair. */
export function splitsCharacter(text: string, offset: number): boolean {
  return offset > 0 && (text.codePointAt(offset - 1) ?? 0) > 0xffff;
}
