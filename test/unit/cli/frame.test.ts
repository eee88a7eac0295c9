import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderFrame, renderProgress } from '../../../engine/cli/frame';
import type { Cell, HoleDraft } from '../../../engine/protocol/messages';

const cell = (text: string, state: Cell['state'] = 'committed', confidence = 0.5): Cell => ({
  text,
  state,
  confidence,
});
const hole = (...cells: Cell[]): HoleDraft => ({ text: cells.map(({ text }) => text).join(''), cells });
const frame = (...args: Parameters<typeof renderFrame>): string => stripVTControlCharacters(renderFrame(...args));

describe('renderFrame', () => {
  const text = 'one\n\ttwo three\nfour\nfive\nsix\n';

  it('shows the whole lines of a hole, masked cells as blocks', () => {
    const spans = [{ start: 5, end: 8 }];
    expect(frame({ text, spans }, [hole(cell('2'), cell('', 'masked', 0), cell('', 'masked', 0))])).toBe('\t2░░ three');
  });

  it('keeps several lines of a draft, and unix line breaks on the screen', () => {
    const crlf = text.replaceAll('\n', '\r\n');
    expect(frame({ text: crlf, spans: [{ start: 0, end: 3 }] }, [hole(cell('a\r\n'), cell('b'))])).toBe('a\nb');
  });

  it('leaves out the lines between holes that are far apart, but not between neighbours', () => {
    const far = [
      { start: 0, end: 3 },
      { start: 20, end: 24 },
    ];
    expect(frame({ text, spans: far }, [hole(cell('A')), hole(cell('B'))])).toBe('A\n⋮\nB');
    const near = [
      { start: 5, end: 8 },
      { start: 9, end: 14 },
    ];
    expect(frame({ text, spans: near }, [hole(cell('A')), hole(cell('B'))])).toBe('\tA B');
  });

  it('lets no control character of a draft reach the terminal', () => {
    const spans = [{ start: 0, end: 3 }];
    expect(renderFrame({ text, spans }, [hole(cell('\u001b[2J\u0007', 'pinned'))])).not.toMatch(/\u001b\[2J|\u0007/);
  });
});

describe('renderProgress', () => {
  it('counts what the model decided, not what was pinned', () => {
    const drafts = [hole(cell('a'), cell('b', 'pinned'), cell('', 'masked', 0), cell('c', 'tentative'))];
    expect(stripVTControlCharacters(renderProgress(3, drafts))).toMatch(/^pass 3 ▰{7}▱{13} 1 of 3 cells$/);
  });
});
