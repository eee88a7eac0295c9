import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, widenInserts } from '../../../extension/session/edits';
import { span } from './builders';

describe('edits beside cursors', () => {
  const insert = (at: number, text: string) => ({ span: span(at, at), text });

  test('an insertion at a cursor takes the character after it along; elsewhere it stays as it is', () => {
    expect(widenInserts('abc', [insert(1, 'X')], new Set([1]))).toEqual([{ span: span(1, 2), text: 'Xb' }]);
    expect(widenInserts('abc', [insert(1, 'X')], new Set([2]))).toEqual([insert(1, 'X')]);
    expect(widenInserts('abc', [insert(3, 'X')], new Set([3]))).toEqual([insert(3, 'X')]);
  });

  test('no line break and no character is split', () => {
    expect(widenInserts('a\r\n', [insert(1, 'X')], new Set([1]))[0]?.text).toBe('X\r\n');
    expect(widenInserts('a😀', [insert(1, 'X')], new Set([1]))[0]?.text).toBe('X😀');
  });

  test('whatever the edits and cursors: the same text, sorted and disjoint, no insertion at a cursor but at the end', () => {
    const part = fc.record({ kept: fc.string({ maxLength: 3 }), old: fc.string({ maxLength: 2 }), text: fc.string() });
    fc.assert(
      fc.property(fc.array(part), fc.string(), fc.array(fc.nat(12)), (parts, tail, cursors) => {
        let text = '';
        const edits = parts.map(({ kept, old, text: replacement }, i) => {
          // Disjoint edits of a draft never meet.
          text += i > 0 ? `.${kept}` : kept;
          const edit = { span: span(text.length, text.length + old.length), text: replacement };
          text += old;
          return edit;
        });
        text += tail;
        const widened = widenInserts(text, edits, new Set(cursors));
        expect(applyEdits(text, widened)).toBe(applyEdits(text, edits));
        widened.forEach(({ span: { start, end } }, i) => {
          expect(start).toBeGreaterThanOrEqual(widened[i - 1]?.span.end ?? 0);
          if (start === end && start < text.length) expect(cursors).not.toContain(start);
        });
      }),
    );
  });
});
