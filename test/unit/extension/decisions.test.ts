import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../extension/session/edits';
import * as decisions from '../../../extension/session/decisions';
import * as rejection from '../../../extension/session/rejection';
import { type Hunk, hunksIn, hunksOf } from '../../../extension/session/hunks';
import type { StagedHole } from '../../../extension/session/holes';
import { shift } from '../../../extension/session/spans';
import type { Span } from '../../../engine/protocol/messages';
import { rebaseStagedHole } from '../../../extension/session/rebase';
import { change, span, staged, stagedHole } from './builders';

const state = staged(
  stagedHole(10, 'old', [
    ['let', 0.9],
    [' a', 0.2],
    [' b', 0.1],
    [' =', 0.8],
    [' 1', 0.4],
  ]),
);
const marks = (of: typeof state) => of.holes.flatMap((hole) => hole.cells.map((cell) => cell.mark));

describe('decisions about staged text', () => {
  test('accepting a span settles the cells it touches, and only those', () => {
    expect(marks(decisions.acceptSpan(state, span(12, 14)))).toEqual(['accepted', 'accepted', 'open', 'open', 'open']);
  });

  test('accepting everything leaves nothing to decide', () => {
    expect(rejection.isAllAccepted(decisions.acceptSpan(state, span(0, 99)))).toBe(true);
    expect(rejection.isAllAccepted(state)).toBe(false);
  });

  test.each([
    ['all that was removed', stagedHole(10, 'old', []), span(10, 10)],
    ['what the user has typed', { ...stagedHole(10, 'old', []), span: span(10, 14), text: 'mine' }, span(11, 12)],
  ])('accepting %s leaves nothing to decide, though no cell stands there', (_, hole, at) => {
    const accepted = decisions.acceptSpan(staged(hole), at);
    expect(rejection.isAllAccepted(accepted)).toBe(true);
    expect(rejection.rejectionOfRest(accepted)).toEqual([]);
    expect(decisions.acceptSpan(accepted, at)).toEqual(accepted);
    expect(rejection.isAllAccepted(decisions.acceptSpan(staged(hole), span(20, 30)))).toBe(false);
  });

  test('pinning a pinned span frees it', () => {
    const once = decisions.togglePins(state, span(10, 13));
    expect(marks(once)[0]).toBe('pinned');
    expect(marks(decisions.togglePins(once, span(10, 13)))[0]).toBe('open');
  });

  test('uncertain neighbours are one hole; pinned and accepted cells are not uncertain', () => {
    expect(decisions.uncertainSpans(state, 0.5)).toEqual([span(13, 17), span(19, 21)]);
    expect(decisions.uncertainSpans(decisions.acceptSpan(state, span(13, 15)), 0.5)).toEqual([
      span(15, 17),
      span(19, 21),
    ]);
  });

  test('a retry keeps what was accepted, pinned or typed', () => {
    const decided = decisions.togglePins(decisions.acceptSpan(state, span(10, 13)), span(17, 19));
    const typed = rebaseStagedHole(decided.holes[0] ?? stagedHole(0, '', []), change(17, 17, '!!'));
    expect(typed && decisions.keptIn(staged(typed), typed.span)).toEqual([span(10, 13), span(17, 21)]);
  });

  test('of a selection that reaches past staged text the part in it counts, and none of one beside it', () => {
    expect(decisions.selectedIn(state, span(0, 13))).toEqual(span(10, 13));
    expect(decisions.selectedIn(state, span(13, 99))).toEqual(span(13, 21));
    expect(decisions.selectedIn(state, span(12, 14))).toEqual(span(12, 14));
    expect([span(0, 10), span(21, 30)].map((beside) => decisions.selectedIn(state, beside))).toEqual([
      undefined,
      undefined,
    ]);
    const holes = [...state.holes, stagedHole(30, 'old', [['new', 0.5]])];
    expect(decisions.selectedIn({ ...state, holes }, span(19, 32))).toEqual(span(19, 32));
  });

  test('where text was only removed, the place of it is selected', () => {
    const removed = staged(stagedHole(10, 'old', []));
    expect([span(0, 10), span(5, 15), span(11, 15)].map((each) => decisions.selectedIn(removed, each))).toEqual([
      span(10, 10),
      span(10, 10),
      undefined,
    ]);
  });

  test('pins are cut to the span asked for', () => {
    expect(decisions.pinsIn(decisions.togglePins(state, span(10, 15)), span(11, 14))).toEqual([span(11, 14)]);
  });
});

describe('hunks', () => {
  const hole = (original: string, text: string) => stagedHole(5, original, [[text, 0.5]]);
  const inHole = (hunks: readonly Hunk[]) => {
    return hunks.map(({ span, original }) => ({ span: shift(span, -5), text: original }));
  };
  const rejected = (from: StagedHole, selection: Span, lead?: string) => {
    return applyEdits(from.text, inHole(hunksIn(from, selection, lead)));
  };

  test('a changed word is one hunk', () => {
    expect(hunksOf(hole('return a + b;', 'return a - b;'))).toEqual([{ span: span(14, 15), original: '+' }]);
  });

  test('rejecting a selection brings back what it touches and nothing else', () => {
    const changed = hole('let one = 1;\nlet two = 2;', 'let uno = 1;\nlet dos = 2;');
    expect(rejected(changed, span(9, 10))).toBe('let one = 1;\nlet dos = 2;');
  });

  test.each([
    ['a line', 'one', 'two\nthree'],
    ['a line in the middle', 'two', 'one\nthree'],
    ['the last line', 'three', 'one\ntwo'],
    ['a part of a line', 'wo', 'one\nt\nthree'],
    ['all of it', 'one\ntwo\nthree', ''],
  ])('of added text, rejecting %s takes no more than that', (_, selected, rest) => {
    const added = hole('', 'one\ntwo\nthree');
    const start = 5 + added.text.indexOf(selected);
    expect(rejected(added, span(start, start + selected.length))).toBe(rest);
  });

  test.each([
    [
      'in an indented line, its line takes the indentation of the next',
      '    ',
      'one {\n      two\n    }',
      '  two\n    }',
    ],
    ['at the start of a line, the next one is left as it is', '', 'one\n  two', '  two'],
    ['with tabs and \\r\\n', '\t', 'one\r\n\t\ttwo', '\ttwo'],
    ['after other text in its line, the line break stays', 'f(', 'one\n  two', '\n  two'],
  ])('of added text that begins %s', (_, lead, text, rest) => {
    const first = text.split(/\r?\n/)[0]?.length ?? 0;
    expect(rejected(hole('', text), span(5, 5 + first), lead)).toBe(rest);
  });

  test('an added end of a line goes without the lines below', () => {
    expect(rejected(hole('b\nc', 'b z\nq\nc'), span(5, 8))).toBe('b\nq\nc');
  });

  test('an empty line that was added is rejected by itself, one that stood there is not', () => {
    const added = hole('one\ntwo', 'one\n\nmore\ntwo');
    expect(rejected(added, span(9, 9))).toBe('one\nmore\ntwo');
    expect(rejected(hole('one\n\ntwo', 'one\n\ntwo\nmore'), span(9, 9))).toBe('one\n\ntwo\nmore');
  });

  test.each([
    ['x', 'x'],
    ['y', 'y'],
    ['z', 'z'],
  ])(
    'of added lines whose cells begin with the line break, %s is accepted: the rest leaves no empty line',
    (name, rest) => {
      const lines = stagedHole(5, '', [
        ['x', 0.5],
        ['\ny', 0.5],
        ['\nz', 0.5],
      ]);
      const at = 5 + lines.text.indexOf(name);
      const edits = rejection.rejectionOfRest(decisions.acceptSpan(staged(lines), span(at, at + 1)));
      expect(
        applyEdits(
          lines.text,
          edits.map((edit) => ({ ...edit, span: shift(edit.span, -5) })),
        ),
      ).toBe(rest);
    },
  );

  test('what is accepted stays when the rest of its piece goes, and is decided', () => {
    const lines = staged(
      stagedHole(5, '', [
        ['one', 0.5],
        ['\n', 0.5],
        ['two', 0.5],
      ]),
    );
    const one = decisions.acceptSpan(lines, span(5, 8));
    expect(rejection.rejectionOfRest(one)).toEqual([{ span: span(8, 12), text: '' }]);
    expect(rejection.isAllAccepted(one)).toBe(false);
    expect(rejection.isAllAccepted(decisions.acceptSpan(one, span(9, 12)))).toBe(true);
  });

  test('whether a rejection leaves nothing of the draft, wherever its holes are', () => {
    const two = staged(stagedHole(5, 'old', [['new', 0.5]]), stagedHole(20, '', [['added', 0.5]]));
    const both = rejection.rejectionOfRest(two);
    expect(rejection.leavesOriginal(two, both)).toBe(true);
    expect(rejection.leavesOriginal(two, both.slice(1))).toBe(false);
    expect(rejection.leavesOriginal(two, [...both.slice(0, 1), { span: span(20, 22), text: '' }])).toBe(false);
  });

  test('rejecting every hunk is the original', () => {
    const words = fc
      .array(fc.constantFrom('let ', 'a', 'b ', '= ', '1', ';\n', '  '), { maxLength: 12 })
      .map((list) => list.join(''));
    fc.assert(
      fc.property(words, words, (original, text) => {
        const edits = hunksOf(hole(original, text)).map((hunk) => ({
          span: span(hunk.span.start - 5, hunk.span.end - 5),
          text: hunk.original,
        }));
        expect(applyEdits(text, edits)).toBe(original);
      }),
    );
  });
});
