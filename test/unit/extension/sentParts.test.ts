import { describe, expect, test } from 'vitest';
import { SentParts } from '../../../extension/render/sentParts';

const range = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});
const at = (line: number, character: number) => ({ line, character });

describe('what an editor was told to draw', () => {
  test('is not sent again as long as it looks the same; nothing at first is nothing new', () => {
    const sent = new SentParts<string>();
    expect(sent.takes('heat', [], [])).toBe(false);
    expect(sent.takes('heat', [range(3, 0, 5)], [range(3, 0, 5)])).toBe(true);
    expect(sent.takes('heat', [range(3, 0, 5)], [range(3, 0, 5)])).toBe(false);
    expect(sent.takes('pins', [range(3, 0, 5)], [range(3, 0, 5)])).toBe(true);
    expect(sent.takes('heat', [], [])).toBe(true);
    expect(sent.takes('heat', [], [])).toBe(false);
  });

  test('has to be sent again after an edit that may have dragged it, not after one behind it', () => {
    const sent = new SentParts<string>();
    const ranges = [range(1, 0, 5), range(3, 0, 5)];
    sent.takes('heat', ranges, ranges);
    sent.changedAt(at(3, 6));
    expect(sent.takes('heat', ranges, ranges)).toBe(false);
    sent.changedAt(at(3, 5));
    expect(sent.takes('heat', ranges, ranges)).toBe(true);
    sent.changedAt(at(0, 0));
    expect(sent.takes('heat', ranges, ranges)).toBe(true);
  });
});
