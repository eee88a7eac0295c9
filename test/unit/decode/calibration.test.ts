import { describe, expect, it } from 'vitest';
import { asShown, calibrated, decidedShare, type Calibration } from '../../../engine/decode/calibration';
import type { DraftCell } from '../../../engine/decode/draft';
import { infill } from '../../../engine/decode/infill';
import { fakeModel, knowingAnswer, testTokenizer } from '../../support/fakeModel';

const CALIBRATION: Calibration = {
  ...{ bias: -0.8, logit: 0.5, decided: -2, decidedLogit: -0.25 },
  ...{ proposed: 2, proposedLogit: 0.4 },
};
const own = (decided: number) => ({ decided, isProposed: false });
const decision = { id: 50, confidence: 0.9, alternatives: [{ id: 51, probability: 0.08 }] };

describe('calibrated', () => {
  it('leaves a probability alone where there is nothing to correct', () => {
    const none = { bias: 0, logit: 1, decided: 0, decidedLogit: 0, proposed: 0, proposedLogit: 0 };
    for (const p of [0.01, 0.5, 0.99]) expect(calibrated(none, p, own(0.4))).toBeCloseTo(p, 10);
  });

  // What training/remask_training/calibration.py computes for the same numbers.
  it.each([
    [0.9, 0, false, 0.574103],
    [0.9, 0.5, false, 0.273678],
    [0.2, 1, false, 0.041227],
    [1, 0, false, 0.978228],
    [0.9, 0.5, true, 0.870214],
    [0.6, 0, true, 0.827058],
  ])('%f decided after a share of %f, proposed: %o, shows as %f', (confidence, decided, isProposed, shown) => {
    expect(calibrated(CALIBRATION, confidence, { decided, isProposed })).toBeCloseTo(shown, 5);
  });

  it('takes 0 and 1 for almost that', () => {
    expect(calibrated(CALIBRATION, 0, own(0))).toBeGreaterThan(0);
    expect(calibrated(CALIBRATION, 1, own(0))).toBeLessThan(1);
  });
});

describe('what is shown', () => {
  it('lets runners-up share what is left, and keeps what the model said', () => {
    const { shown = 0, confidence, alternatives } = asShown(CALIBRATION, decision, 0);
    expect(confidence).toBe(0.9);
    expect(shown).toBeCloseTo(0.574103, 5);
    expect(alternatives[0]?.probability).toBeCloseTo(0.8 * (1 - shown), 5);
    expect(asShown(undefined, decision, 0)).toBe(decision);
    expect(
      asShown(CALIBRATION, { ...decision, source: { side: 'before', lines: 3, text: 'x' } }, 0).shown,
    ).toBeGreaterThan(shown);
  });

  it('shows no runner-up as likelier than the decided, unless the model found it so', () => {
    const alternatives = [
      { id: 51, probability: 0.35 },
      { id: 52, probability: 0.02 },
    ];
    const { shown = 0, alternatives: others } = asShown(CALIBRATION, { id: 50, confidence: 0.6, alternatives }, 0.9);
    expect(shown).toBeLessThan(0.2);
    expect(others.map(({ probability }) => probability)).toEqual([shown, 0.02 * ((1 - shown) / 0.4)]);
    const [first] = asShown(CALIBRATION, { id: 50, confidence: 0.3, alternatives }, 0.9).alternatives;
    expect(first?.probability).toBeGreaterThan(0.4);
  });

  it('counts the decided among the cells that are not pinned', () => {
    const cells: DraftCell[] = [
      { state: 'pinned', id: 50, text: 'x' },
      { state: 'committed', key: 0, decision },
      { state: 'open', key: 1 },
    ];
    expect(decidedShare(cells)).toBe(0.5);
    expect(decidedShare(cells.slice(0, 1))).toBe(0);
  });

  it('changes no decision: the same text in the same passes, with other confidences', async () => {
    const tokenizer = testTokenizer();
    const job = { text: 'a =;\n', holes: [{ span: { start: 3, end: 3 } }] };
    const plain = fakeModel({ answer: knowingAnswer(tokenizer, 'x + y', (row) => 0.4 + row / 20) });
    const before = await infill({ model: plain, tokenizer }, job);
    const after = await infill({ model: { ...plain, calibration: CALIBRATION }, tokenizer }, job);
    expect([after.holes[0]?.text, after.passes]).toEqual([before.holes[0]?.text, before.passes]);
    const confidences = (run: typeof before): number[] => run.holes[0]?.cells.map((cell) => cell.confidence) ?? [];
    confidences(after).forEach((shown, i) => expect(shown).toBeLessThan(confidences(before)[i] ?? 0));
  });
});
