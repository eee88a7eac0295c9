/** An edit in words: what a screen reader says of it. */
import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../../extension/render/speech';
import { converge, prepare } from '../../../extension/session/transitions';
import { linesOfText, marked, staged, stagedHole } from './builders';

const BELOW = 0.6;
const TEXT = 'one\nlet total = 0;\nreturn total;\n';
const lines = linesOfText(TEXT);

describe('the summary of an edit', () => {
  test('says where, how much, and what the model doubts most, least certain first', () => {
    const hole = stagedHole(4, 'old', [
      ['let', 0.95],
      [' total', 0.5],
      [' = ', 0.9],
      ['0', 0.12],
      [';', 0.99],
      ['\nreturn total;', 0.7],
    ]);
    const summary = summaryOf(staged(hole), BELOW, lines);
    expect(summary).toContain('Lines 2 to 3: ready to accept or reject. Tokens: 6, uncertain: 2, passes: 4.');
    expect(summary).toContain('Least certain: 0 (12 %), total (50 %).');
  });

  test('names no token when all are certain', () => {
    const summary = summaryOf(staged(stagedHole(4, '', [['let', 0.95]])), BELOW, lines);
    expect(summary).toContain('Line 2: ready to accept or reject. Tokens: 1, uncertain: 0, passes: 4.');
    expect(summary).not.toContain('Least certain');
  });

  test('says what a run is at, and that a held draft is not written', () => {
    const running = prepare(marked('one\n[let total]').holes);
    expect(summaryOf(running, BELOW, lines)).toBe('Line 2: the engine is preparing.');
    expect(summaryOf(converge(running, [[]]), BELOW, lines)).toContain('not written, because auto save is on');
  });
});
