import { describe, expect, test } from 'vitest';
import { relined } from '../../../extension/session/reline';
import { prepare } from '../../../extension/session/transitions';
import { span, staged, stagedHole } from './builders';

const TEXT = 'a\nlet b\n= 2;\n';
const state = staged(
  stagedHole(2, 'let a\n= 1', [
    ['let', 0.9],
    [' b\n', 0.2],
    ['= 2', 0.8],
  ]),
);

describe('other line endings', () => {
  test('move staged text and its cells, and come back', () => {
    const there = relined(state, TEXT, '\r\n');
    const text = TEXT.replaceAll('\n', '\r\n');
    expect(there).toMatchObject({ holes: [{ span: span(3, 13), text: 'let b\r\n= 2', original: 'let a\r\n= 1' }] });
    const cells = there.kind === 'staged' ? (there.holes[0]?.cells ?? []) : [];
    expect(cells.map((cell) => text.slice(cell.span.start, cell.span.end))).toEqual(['let', ' b\r\n', '= 2']);
    expect(relined(there, text, '\n')).toEqual(state);
  });

  test('move an open hole with its pins, and the staged text under it', () => {
    const start = [{ text: 'b\n', confidence: 1, alternatives: [], mark: 'open' as const }, { open: 1 }];
    const hole = { span: span(6, 9), pins: [span(8, 9)], text: 'b\n=', start };
    const there = relined(prepare([hole], state), TEXT, '\r\n');
    expect(there).toMatchObject({
      holes: [{ span: span(7, 11), pins: [span(10, 11)], text: 'b\r\n=', start: [{ text: 'b\r\n' }, { open: 1 }] }],
      base: { holes: [{ span: span(3, 13) }] },
    });
  });
});
