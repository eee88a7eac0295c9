import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, mapOffset } from '../../../extension/session/edits';
import { acceptSpan, keptIn, togglePins } from '../../../extension/session/decisions';
import { rejectionOfRest } from '../../../extension/session/rejection';
import { planStage, soonStaged } from '../../../extension/session/staging';
import { converge, hold, prepare } from '../../../extension/session/transitions';
import type { Cell } from '../../../engine/protocol/messages';
import { committed, marked, MASKED, pinned, span, staged, stagedHole } from './builders';

describe('staging a run', () => {
  test('one hole becomes one edit, with its cells and its original', () => {
    const { text, holes } = marked('let x = [1];\n');
    const plan = planStage(prepare(holes), [[committed('4'), committed('2', 0.3)]], '\n');
    expect(applyEdits(text, plan.edits)).toBe('let x = 42;\n');
    expect(plan.staged.holes).toEqual([
      {
        span: span(8, 10),
        text: '42',
        original: '1',
        cells: [
          { span: span(8, 9), confidence: 0.9, alternatives: [], mark: 'open' },
          { span: span(9, 10), confidence: 0.3, alternatives: [], mark: 'open' },
        ],
      },
    ]);
  });

  test('a draft on its way into the text is shown as what it becomes, one that waits as a draft', () => {
    const converged = converge(prepare(marked('let x = [1];').holes), [[{ ...committed('42'), alternatives: [] }]]);
    expect(soonStaged(converged)).toMatchObject({ kind: 'staged', holes: [{ text: '42', original: '1' }] });
    expect(soonStaged(hold(converged))).toMatchObject({ kind: 'converged' });
  });

  test('masked cells write nothing, and a text that does not change needs no edit', () => {
    const { holes } = marked('[ab]');
    expect(planStage(prepare(holes), [[committed('ab'), MASKED]], '\n').edits).toEqual([]);
  });

  test('a model writes \\n; in a file with \\r\\n the cells still fit the text', () => {
    const { text, holes } = marked('a[]b');
    const plan = planStage(prepare(holes), [[committed('x\r'), committed('\ny'), committed('\n')]], '\r\n');
    const after = applyEdits(text, plan.edits);
    expect(after).toBe('ax\r\ny\r\nb');
    const texts = plan.staged.holes[0]?.cells.map(({ span: { start, end } }) => after.slice(start, end));
    expect(texts).toEqual(['x', '\r\ny', '\r\n']);
  });

  test('pinned text stays pinned; what a partial remask kept is neither doubted nor decided', () => {
    const [hole] = marked('[abc]').holes;
    if (!hole) throw new Error('no hole');
    const cells = [[committed('x'), { text: 'b', state: 'pinned', confidence: 1 } as const]];
    const marks = (pins: readonly { start: number; end: number }[]) =>
      planStage(prepare([{ ...hole, pins }]), cells, '\n').staged.holes[0]?.cells.map((cell) => cell.mark);
    expect(marks([span(1, 2)])).toEqual(['open', 'pinned']);
    expect(marks([])).toEqual(['open', 'kept']);
  });

  test('what a partial remask kept goes back with all that stood beside it', () => {
    const { text, holes } = marked('[let sum = 0;]\n');
    const cells = [[pinned('let'), committed(' t'), pinned('um'), pinned(' ='), committed(' 12'), pinned(';')]];
    const plan = planStage(prepare(holes), cells, '\n');
    const after = applyEdits(text, plan.edits);
    expect(after).toBe('let tum = 12;\n');
    expect(applyEdits(after, rejectionOfRest(plan.staged))).toBe(text);
  });

  test('what was accepted before another run over the same text stays accepted, and pinned what was pinned', () => {
    const first = staged(stagedHole(0, '', [['ab', 0.9], ['cd', 0.2], ['ef', 0.9]])); // prettier-ignore
    const decided = togglePins(acceptSpan(first, span(0, 2)), span(4, 6));
    const [hole] = decided.holes;
    if (!hole) throw new Error('no hole');
    const again = prepare([{ span: hole.span, text: hole.text, pins: keptIn(decided, hole.span) }], decided);
    const { staged: after } = planStage(again, [[pinned('a'), pinned('b'), committed('xyz'), pinned('ef')]], '\n');
    expect(after.holes[0]?.cells.map(({ mark }) => mark)).toEqual(['accepted', 'accepted', 'open', 'pinned']);
    expect(applyEdits('abxyzef', rejectionOfRest(after))).toBe('ab');
  });

  test('only what is around pinned text is written, so that a cursor in it stays where it is', () => {
    const { text, holes } = marked('let [one two three];');
    const [hole] = holes;
    if (!hole) throw new Error('no hole');
    const state = prepare([{ ...hole, pins: [span(8, 11)] }]);
    const given = [committed('alpha'), pinned('t'), pinned('wo'), committed(' + beta')];
    const plan = planStage(state, [given], '\n');
    expect(plan.edits).toEqual([
      { span: span(4, 8), text: 'alpha' },
      { span: span(11, 17), text: ' + beta' },
    ]);
    expect(applyEdits(text, plan.edits)).toBe('let alphatwo + beta;');
    expect(mapOffset(11, plan.edits)).toBe('let alphatwo'.length);
    const lost = planStage(state, [[committed('x')]], '\n');
    expect(lost.edits).toEqual([{ span: hole.span, text: 'x' }]);
  });

  test('re-denoising a span of staged text leaves the cells around it', () => {
    const base = staged(
      stagedHole(10, 'old', [
        ['let', 0.9],
        [' a', 0.2],
        [' =', 0.8],
        [' 1;', 0.7],
      ]),
    );
    const hole = { span: span(13, 15), pins: [], text: ' a' };
    const { edits, staged: next } = planStage(prepare([hole], base), [[committed(' total', 0.6)]], '\n');
    expect(edits).toEqual([{ span: span(13, 15), text: ' total' }]);
    const [after] = next.holes;
    expect(after).toMatchObject({ span: span(10, 24), text: 'let total = 1;', original: 'old' });
    expect(
      after?.cells.map((cell) => [after.text.slice(cell.span.start - 10, cell.span.end - 10), cell.confidence]),
    ).toEqual([
      ['let', 0.9],
      [' total', 0.6],
      [' =', 0.8],
      [' 1;', 0.7],
    ]);
  });

  test('several holes in several staged regions: text, spans and cells always agree', () => {
    const token = fc.stringMatching(/^[a-z ]{1,5}$/);
    const region = fc.record({ gap: token, texts: fc.array(token, { minLength: 1, maxLength: 5 }) });
    const plan = fc.record({
      regions: fc.array(region, { minLength: 1, maxLength: 4 }),
      open: fc.array(fc.boolean()),
      put: fc.array(token),
    });
    fc.assert(
      fc.property(plan, ({ regions, open, put }) => {
        let text = '';
        const holes = regions.map(({ gap, texts }) => {
          text += gap;
          const hole = stagedHole(
            text.length,
            'original',
            texts.map((each) => [each, 0.5] as const),
          );
          text += hole.text;
          return hole;
        });
        const spans = holes
          .flatMap((hole) => hole.cells)
          .filter((_, i) => open[i])
          .map((cell) => cell.span);
        if (spans.length === 0) return;
        const state = prepare(
          spans.map((each) => ({ span: each, pins: [], text: text.slice(each.start, each.end) })),
          staged(...holes),
        );
        const drafts: Cell[][] = spans.map((_, i) => put.slice(i, i + 2).map((each) => committed(each)));
        const { edits, staged: next } = planStage(state, drafts, '\n');
        const after = applyEdits(text, edits);
        for (const hole of next.holes) {
          expect(after.slice(hole.span.start, hole.span.end)).toBe(hole.text);
          expect(hole.cells.map((cell) => after.slice(cell.span.start, cell.span.end)).join('')).toBe(hole.text);
        }
      }),
    );
  });
});

describe('where a cursor goes', () => {
  const edits = [
    { span: span(2, 4), text: 'wxyz' },
    { span: span(6, 6), text: '!' },
  ];

  test.each([
    [0, 0],
    [2, 2],
    [3, 3],
    [4, 6],
    [6, 8],
    [7, 10],
  ])('%i to %i', (before, after) => {
    expect(mapOffset(before, edits)).toBe(after);
  });
});
