import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lines } from '../../../engine/text/positions';

describe('positions', () => {
  const text = 'ab\r\n\tc\n\rlast 👧';
  const lines = new Lines(text);

  it('counts lines as editors do: LF, CRLF and CR', () => {
    expect(lines.offsetAt({ line: 1, column: 3 })).toBe(2);
    expect(lines.offsetAt({ line: 2, column: 1 })).toBe(4);
    expect(lines.offsetAt({ line: 3, column: 1 })).toBe(7);
    expect(lines.offsetAt({ line: 4, column: 1 })).toBe(8);
  });

  it.each([
    [{ line: 9, column: 1 }, /line 9 does not exist: the last line is 4/],
    [{ line: 0, column: 1 }, /0:1 does not exist: lines and columns count from 1/],
    [{ line: 1, column: 4 }, /line 1 ends at column 3/],
    [{ line: 1, column: 0 }, /1:0 does not exist: lines and columns count from 1/],
    [{ line: 4, column: 7 }, /inside a character/],
  ])('refuses %o and names what exists', (position, message) => {
    expect(() => lines.offsetAt(position)).toThrow(message);
  });

  it('has one position in an empty document', () => {
    expect(new Lines('').offsetAt({ line: 1, column: 1 })).toBe(0);
    expect(() => new Lines('').offsetAt({ line: 1, column: 2 })).toThrow(/ends at column 1/);
  });

  it('finds the position of any offset and back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', '\t', 'é')), (parts) => {
        const any = parts.join('');
        const index = new Lines(any);
        for (let offset = 0; offset <= any.length; offset++) {
          if (any[offset - 1] === '\r' && any[offset] === '\n') continue;
          expect(index.offsetAt(index.positionAt(offset))).toBe(offset);
        }
      }),
    );
  });

  it('names the lines that a span touches', () => {
    expect(lines.around({ start: 1, end: 5 })).toEqual({ start: 0, end: 6 });
  });
});
