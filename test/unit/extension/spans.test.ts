import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, meets, normalise, overlaps, subtract, touches } from '../../../extension/session/spans';
import { span } from './builders';

const anySpan = fc.tuple(fc.nat(40), fc.nat(10)).map(([start, length]) => span(start, start + length));
const units = (spans: readonly { start: number; end: number }[]) =>
  new Set(spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));

describe('spans', () => {
  test('an empty span touches its neighbours and overlaps nothing', () => {
    expect(touches(span(3, 3), span(0, 3))).toBe(true);
    expect(overlaps(span(3, 3), span(0, 9))).toBe(false);
    expect(contains(span(0, 3), span(3, 3))).toBe(true);
  });

  test('an empty span meets what it lies at, another one what it covers a part of', () => {
    expect([span(3, 3), span(0, 3), span(2, 4)].map((each) => meets(span(3, 9), each))).toEqual([true, false, true]);
  });

  test('normalising keeps every unit and leaves gaps between spans', () => {
    fc.assert(
      fc.property(fc.array(anySpan), (spans) => {
        const joined = normalise(spans);
        expect(units(joined)).toEqual(units(spans));
        joined.slice(1).forEach((each, i) => expect(each.start).toBeGreaterThan(joined[i]?.end ?? Infinity));
      }),
    );
  });

  test('subtracting leaves exactly the units outside the holes', () => {
    fc.assert(
      fc.property(anySpan, fc.array(anySpan), (from, spans) => {
        const holes = normalise(spans);
        const gone = units(holes);
        expect(units(subtract(from, holes))).toEqual(new Set([...units([from])].filter((unit) => !gone.has(unit))));
      }),
    );
  });
});
