import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rebaseOpenHole, rebaseStagedHole } from '../../../extension/session/rebase';
import { apply, change, marked, shown, span, stagedHole } from './builders';

/** Before, a change (start, end, text), and after; `!` marks a run that must start again. */
const CASES: readonly (readonly [string, string, readonly [number, number, string], string])[] = [
  ['typing before shifts', 'ab[cd]ef', [0, 0, 'xx'], 'xxab[cd]ef'],
  ['deleting before shifts', 'ab[cd]ef', [0, 1, ''], 'b[cd]ef'],
  ['typing at the start is before', 'ab[cd]ef', [2, 2, 'x'], 'abx[cd]ef'],
  ['typing at the end is after', 'ab[cd]ef', [4, 4, 'x'], 'ab[cd]xef'],
  ['typing after is ignored', 'ab[cd]ef', [5, 6, 'x'], 'ab[cd]ex'],
  ['typing inside is pinned', 'ab[cd]ef', [3, 3, 'x'], 'ab[c{x}d]ef!'],
  ['replacing the whole hole is inside', 'ab[cd]ef', [2, 4, 'xyz'], 'ab[{xyz}]ef!'],
  ['deleting inside keeps the run', 'ab[cd]ef', [2, 3, ''], 'ab[d]ef'],
  ['typing at an empty hole puts it behind', 'ab[]ef', [2, 2, 'x'], 'abx[]ef!'],
  ['typing elsewhere leaves an empty hole', 'ab[]ef', [0, 0, 'x'], 'xab[]ef'],
  ['crossing the start breaks', 'ab[cd]ef', [1, 3, ''], 'broken'],
  ['crossing the end breaks', 'ab[cd]ef', [3, 5, 'x'], 'broken'],
  ['replacing everything breaks', 'ab[cd]ef', [0, 6, 'abcdef'], 'broken'],
];

describe('an open hole over a change', () => {
  test.each(CASES)('%s', (_, before, [start, end, typed], after) => {
    const { text, holes } = marked(before);
    const [hole] = holes;
    if (!hole) throw new Error('no hole');
    const edit = change(start, end, typed);
    const rebased = rebaseOpenHole(hole, edit);
    const result = rebased && shown(apply(text, [edit]), [rebased.hole]) + (rebased.stale ? '!' : '');
    expect(result ?? 'broken').toBe(after);
  });

  test('typing on inside keeps one pin; deleting in it starts again', () => {
    const first = rebaseOpenHole({ span: span(2, 8), pins: [], text: 'cdefgh' }, change(4, 4, 'x'));
    if (!first) throw new Error('broken');
    const second = rebaseOpenHole(first.hole, change(5, 5, 'y'));
    expect(second?.hole.pins).toEqual([span(4, 6)]);
    const third = second && rebaseOpenHole(second.hole, change(4, 5, ''));
    expect(third).toMatchObject({ stale: true, hole: { pins: [span(4, 5)] } });
  });

  test('a tracked hole always holds the text that it says, and its pins lie in it', () => {
    const edit = fc.record({ at: fc.nat(30), length: fc.nat(4), text: fc.string({ maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        let text = 'abcdefghijklmnopqrstuvwxyz';
        let hole = { span: span(8, 18), pins: [span(10, 12)], text: text.slice(8, 18) } as Parameters<
          typeof rebaseOpenHole
        >[0];
        for (const { at, length, text: typed } of edits) {
          const start = Math.min(at, text.length);
          const next = change(start, Math.min(start + length, text.length), typed);
          const rebased = rebaseOpenHole(hole, next);
          text = apply(text, [next]);
          if (!rebased) return;
          hole = rebased.hole;
          expect(text.slice(hole.span.start, hole.span.end)).toBe(hole.text);
          for (const pin of hole.pins) {
            expect(pin.start).toBeGreaterThanOrEqual(hole.span.start);
            expect(pin.end).toBeLessThanOrEqual(hole.span.end);
            expect(pin.end).toBeGreaterThan(pin.start);
          }
        }
      }),
    );
  });
});

describe('a staged hole over a change', () => {
  const texts = [
    ['let', 0.9],
    [' total', 0.5],
    [' =', 0.8],
    [' 0;', 0.2],
  ] as const;

  test('cells untouched by typing keep their text, whatever is typed where', () => {
    const before = 'function f() {\n';
    const hole = stagedHole(before.length, 'old', texts);
    const text = `${before}${hole.text}\n}`;
    const edit = fc.record({ at: fc.nat(text.length), length: fc.nat(5), text: fc.string({ maxLength: 4 }) });
    fc.assert(
      fc.property(edit, ({ at, length, text: typed }) => {
        const next = change(at, Math.min(at + length, text.length), typed);
        const rebased = rebaseStagedHole(hole, next);
        if (!rebased) return;
        const after = apply(text, [next]);
        expect(after.slice(rebased.span.start, rebased.span.end)).toBe(rebased.text);
        const known = new Map(texts.map(([each, confidence]) => [confidence, each]));
        for (const cell of rebased.cells) {
          expect(after.slice(cell.span.start, cell.span.end)).toBe(known.get(cell.confidence as 0.9));
        }
      }),
    );
  });

  test('typing inside a cell drops that cell only', () => {
    const hole = stagedHole(0, '', texts);
    const rebased = rebaseStagedHole(hole, change(5, 5, 'x'));
    expect(rebased?.cells.map((cell) => cell.confidence)).toEqual([0.9, 0.8, 0.2]);
  });

  test('typing between two cells drops none', () => {
    const rebased = rebaseStagedHole(stagedHole(0, '', texts), change(3, 3, ' x'));
    expect(rebased?.cells).toHaveLength(4);
  });

  test('an edit over a border takes the text over', () => {
    expect(rebaseStagedHole(stagedHole(5, 'old', texts), change(3, 7, ''))).toBeUndefined();
  });
});
