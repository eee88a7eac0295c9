import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distribute, planCanvas, startCanvas, type CanvasRequest } from '../../../engine/text/canvas';
import { testTokenizer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const plan = (request: Partial<CanvasRequest>) =>
  planCanvas(tokenizer, {
    text: 'xyzabc',
    span: { start: 0, end: 6 },
    pins: [],
    length: 'auto',
    canDelete: true,
    ...request,
  });
const shape = (cells: ReturnType<typeof plan>): string =>
  cells.map((cell) => (cell.kind === 'open' ? '_' : cell.text)).join('');

describe('planCanvas', () => {
  it('opens as many cells as asked for', () => {
    expect(shape(plan({ length: 3 }))).toBe('___');
  });

  it('leaves room to grow where the model can delete, and none where it cannot', () => {
    expect(plan({})).toHaveLength(6 + 2);
    expect(plan({ canDelete: false })).toHaveLength(6);
  });

  it('gives an empty hole a length of its own', () => {
    expect(plan({ span: { start: 2, end: 2 } })).toHaveLength(8);
    for (const text of ['', 'a\n  \t', 'a\r\n\r\nb', '\n'.repeat(3)]) {
      const at = Math.min(3, text.length);
      expect(plan({ text, span: { start: at, end: at } })).toHaveLength(12);
    }
    expect(plan({ text: '  f()\n', span: { start: 4, end: 4 } })).toHaveLength(8);
    expect(plan({ text: 'a = \n', span: { start: 4, end: 4 } })).toHaveLength(8);
  });

  it('keeps pins in place, between and at the borders', () => {
    expect(shape(plan({ pins: [{ start: 0, end: 2 }], length: 2 }))).toBe('xy__');
    expect(shape(plan({ pins: [{ start: 2, end: 3 }], length: 5 }))).toBe('__z___');
    expect(shape(plan({ pins: [{ start: 4, end: 6 }], length: 1 }))).toBe('_bc');
    expect(shape(plan({ pins: [{ start: 0, end: 6 }] }))).toBe('xyzabc');
    const touching = [
      { start: 1, end: 2 },
      { start: 2, end: 3 },
    ];
    expect(shape(plan({ pins: touching, length: 2 }))).toBe('_yz_');
  });

  it('keeps the text of pins exactly, even text that no UTF-8 spells', () => {
    const text = 'a\ud800é\r\nb';
    expect(shape(plan({ text, span: { start: 0, end: 6 }, pins: [{ start: 1, end: 6 }], length: 1 }))).toBe(
      `_${text.slice(1)}`,
    );
  });
});

describe('startCanvas', () => {
  it('gives texts and open cells in order; texts that meet are read as one', () => {
    expect(shape(startCanvas(tokenizer, [{ text: 'ab' }, { open: 2 }, { text: '\ud83d' }, { text: '\udc4d' }]))).toBe(
      'ab__👍',
    );
    expect(startCanvas(tokenizer, [{ open: 0 }])).toEqual([]);
  });
});

describe('distribute', () => {
  it('shares in proportion, the largest remainder first', () => {
    expect(distribute(7, [1, 2, 3])).toEqual([1, 2, 4]);
    expect(distribute(5, [0, 0])).toEqual([3, 2]);
  });

  it('gives each at least one, and all of the total otherwise', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.nat(9), { minLength: 1, maxLength: 9 }),
        (total, weights) => {
          const shares = distribute(total, weights);
          expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
          expect(shares.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(total);
          if (
            weights.every((weight) => weight * total >= weights.reduce((a, b) => a + b, 0)) &&
            weights.some(Boolean)
          ) {
            expect(shares.reduce((a, b) => a + b, 0)).toBe(total);
          }
        },
      ),
    );
  });
});
