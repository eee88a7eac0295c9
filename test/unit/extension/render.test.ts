import { describe, expect, test } from 'vitest';
import { commandLink } from '../../../extension/render/commandLink';
import { draftRows, draftText } from '../../../extension/render/draftRows';
import { frameOf, type FrameOptions } from '../../../extension/render/frame';
import { bucketOf, heatmapOf } from '../../../extension/render/heatmap';
import { lensesOf, lensLine } from '../../../extension/render/lenses';
import { overlayOf } from '../../../extension/render/overlay';
import { statusText } from '../../../extension/render/statusText';
import { percent, shownAmong } from '../../../extension/render/tokenText';
import { prepare, receivePass } from '../../../extension/session/transitions';
import { isLive, type LiveState } from '../../../extension/session/state';
import type { Cell } from '../../../engine/protocol/messages';
import { committed, linesOfText, marked, MASKED, staged, stagedHole } from './builders';

const THRESHOLDS = [0.3, 0.6, 0.9] as const;

/** What a person sees of a draft over a marked document, line by line: hidden text replaced by the attachment. */
function seen(source: string, cells: readonly Cell[]): string {
  const { text, holes } = marked(source);
  const [hole] = holes;
  if (!hole) throw new Error('no hole');
  const lines = text.split('\n');
  const overlay = overlayOf(hole.span, { text: '', cells }, linesOfText(text), 2);
  for (const { hidden, text: attached } of overlay) {
    const line = lines[hidden.start.line] ?? '';
    lines[hidden.start.line] = line.slice(0, hidden.start.character) + attached + line.slice(hidden.end.character);
  }
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

describe('the overlay', () => {
  test.each([
    ['as many lines as the hole', 'f {\n[  a;\n  b;]\n}', ['  x;\n', '  y;'], 'f {\n  x;\n  y;\n}'],
    ['fewer lines leave the rest blank', 'f {\n[  a;\n  b;]\n}', ['  x;'], 'f {\n  x;\n\n}'],
    ['surplus lines join the last', 'f {\n[  a;]\n}', ['  x;\n', '  y;\n  z;'], 'f {\n  x; ⏎ y; ⏎ z;\n}'],
    ['inside a line', 'f([a], b)', ['xy'], 'f(xy, b)'],
    ['at a cursor inside a line', 'f([], b)', ['xy'], 'f(xy, b)'],
    ['text after the hole keeps the last row', 'f([a,\nb,\nc]);', ['x,\n', 'z'], 'f(x,\n\nz);'],
    ['tabs become spaces', '[a]', ['\tx'], '  x'],
  ])('%s', (_, source, texts, expected) => {
    expect(
      seen(
        source,
        texts.map((each) => committed(each)),
      ),
    ).toBe(expected);
  });

  test('masked cells show as a glyph; a masked line break shows nothing of the line to come', () => {
    expect(seen('[a\nb]', [committed('let'), MASKED, MASKED, committed(' = 1;')])).toBe('let░░ = 1;\n');
  });

  test('many masks go on in the lines that the hole has, and nowhere else', () => {
    const masks = Array<Cell>(130).fill(MASKED);
    expect(
      seen('[a\nb\nc\nd]', masks)
        .split('\n')
        .map((row) => row.length),
    ).toEqual([60, 60, 10, 0]);
    expect(seen('[a]', masks)).toHaveLength(130);
    const known = [...masks.slice(0, 50), committed('x'.repeat(40)), ...masks.slice(0, 9)];
    expect(seen('[a\nb\nc]', known).split('\n')[1]).toBe('x'.repeat(40) + '░'.repeat(9));
  });

  test('a row has the mean confidence of its cells, and none while all are masked', () => {
    const rows = draftRows([committed('a', 0.8), MASKED, committed('\n', 0.5), MASKED]);
    expect(rows.map((row) => row.confidence)).toEqual([0.4, undefined]);
    expect(draftText([committed('a\r\n'), MASKED])).toBe('a\n░');
  });
});

describe('the heatmap', () => {
  test('buckets are half open', () => {
    expect([0, 0.3, 0.59, 0.6, 0.9, 1].map((each) => bucketOf(each, THRESHOLDS))).toEqual([0, 1, 1, 2, 3, 3]);
  });

  test('neighbours of a bucket are one span; white space at line borders has no heat', () => {
    const hole = stagedHole(4, '', [
      ['\n  if', 0.95],
      [' (a', 0.97],
      [') {\n', 0.1],
      ['    b;', 0.95],
    ]);
    const shown = (of: readonly { start: number; end: number }[]) =>
      of.map(({ start, end }) => hole.text.slice(start - 4, end - 4));
    const { heat } = heatmapOf(hole, THRESHOLDS);
    expect(shown(heat[3])).toEqual(['if (a', 'b;']);
    expect(shown(heat[0])).toEqual([') {']);
  });
});

describe('a frame', () => {
  const { text, holes } = marked('one\n[two\nthree]\nfour');
  const options = (visible: FrameOptions['visible']): FrameOptions => ({
    lines: linesOfText(text),
    visible,
    thresholds: THRESHOLDS,
    tabSize: 2,
    ghosts: new Set(),
  });
  const ALL = [{ first: 0, last: 9 }];
  const denoising = receivePass(prepare(holes), {
    draft: 1,
    pass: 1,
    holes: [{ text: '', cells: [committed('x\ny'), MASKED] }],
  });
  const live = (): LiveState => {
    if (!isLive(denoising)) throw new Error('not live');
    return denoising;
  };

  test('shows nothing over the text before the first pass', () => {
    const frame = frameOf([prepare(holes)], options(ALL));
    expect(frame).toMatchObject({ hidden: [], attachments: [], region: [{ start: { line: 1 }, end: { line: 2 } }] });
  });

  test('masks an empty hole at once, where it is on the screen', () => {
    const empty = marked('one\n  []\nfour');
    const at = (visible: FrameOptions['visible']) =>
      frameOf([prepare(empty.holes)], { ...options(visible), lines: linesOfText(empty.text) }).attachments;
    expect(at(ALL)).toEqual([{ at: { line: 1, character: 2 }, text: '░░░', tone: 'mask' }]);
    expect(at([{ first: 5, last: 9 }])).toEqual([]);
  });

  test('a region that ends with a line break leaves the next line alone', () => {
    const state = staged(stagedHole(4, '', [['two\n', 0.9]]));
    expect(frameOf([state], options(ALL)).region).toMatchObject([{ start: { line: 1 }, end: { line: 1 } }]);
  });

  test('hides each line of the hole and attaches one text to it', () => {
    const frame = frameOf([live()], options(ALL));
    expect(frame.hidden.map((range) => range.start.line)).toEqual([1, 2]);
    expect(frame.attachments.map(({ at, text: shown }) => [at.line, at.character, shown])).toEqual([
      [1, 3, 'x'],
      [2, 5, 'y░'],
    ]);
  });

  test('is cut to the visible lines', () => {
    const frame = frameOf([live()], options([{ first: 2, last: 9 }]));
    expect(frame.attachments.map(({ at }) => at.line)).toEqual([2]);
    expect(frameOf([live()], options([{ first: 5, last: 9 }])).region).toEqual([]);
  });

  test('leaves a ghost to the ghost text', () => {
    const state = live();
    expect(frameOf([state], { ...options(ALL), ghosts: new Set([state]) })).toMatchObject({
      hidden: [],
      attachments: [],
    });
  });

  test('a run over staged text shows the draft there and the heat around it', () => {
    const base = staged(
      stagedHole(4, '', [
        ['two', 0.95],
        ['\nthree', 0.1],
      ]),
    );
    const over = prepare([{ span: { start: 8, end: 13 }, pins: [], text: 'three' }], base);
    const state = receivePass(over, { draft: 1, pass: 1, holes: [{ text: 'x', cells: [committed('x')] }] });
    if (!isLive(state)) throw new Error('not live');
    const frame = frameOf([state], options(ALL));
    expect(frame.attachments).toMatchObject([{ at: { line: 2 }, text: 'x' }]);
    expect(frame.heat[3]).toHaveLength(1);
    expect(frame.heat[0]).toEqual([]);
  });
});

describe('a token in a list', () => {
  test('shows the space around it where another differs in nothing else', () => {
    const list = [' C', 'C', ' sum', '\n'];
    expect(list.map((text) => shownAmong(text, list))).toEqual(['·C', 'C', ' sum', '⏎']);
  });
});

describe('a probability', () => {
  test('is nothing only where it is', () => {
    expect([0, 0.0004, 0.02, 0.996].map(percent)).toEqual(['0 %', '< 1 %', '2 %', '100 %']);
  });
});

describe('a link that runs a command', () => {
  test('holds any token: no sign of it ends the link early', () => {
    const token = { text: ')("[x]> \\' };
    const link = commandLink('remask.chooseAlternative', token);
    expect(link).not.toMatch(/[()<>"\s\\]/);
    expect(JSON.parse(decodeURIComponent(link.split('?')[1] ?? ''))).toEqual([token]);
  });
});

describe('lenses', () => {
  const { text, holes } = marked('a\n  [b]\n');
  const facts = { uncertain: 0, passes: 16 };
  const titles = (state: LiveState, uncertain = 0) =>
    lensesOf(state, { ...facts, uncertain }).map(({ title }) => title.replace(/\$\(.*?\) /, ''));

  test('say what can be done in each state', () => {
    const preparing = prepare(holes);
    const state = staged(stagedHole(0, '', [['x', 0.1]]));
    expect(titles(preparing)).toEqual(['Preparing', 'Cancel']);
    expect(titles({ ...preparing, kind: 'denoising', draft: 1, pass: 3 })).toEqual([
      'Pass 3/16',
      'Stop Here',
      'Cancel',
    ]);
    expect(titles({ ...preparing, kind: 'converged', waits: true, cells: [] })).toEqual([
      'Accept',
      'Discard',
      'Write for Review',
    ]);
    expect(titles({ ...preparing, kind: 'failed', problem: 'x', pass: 3 })).toEqual([
      'Stopped at pass 3',
      'Retry',
      'Keep This Draft',
      'Discard',
    ]);
    expect(titles(state, 2)).toEqual(['Accept', 'Reject', 'Remask 2 Uncertain', 'Retry']);
    expect(titles(state)).toEqual(['Accept', 'Reject', 'Retry']);
  });

  test('tell of a hole without text that got none, for nobody sees it', () => {
    const told = (original: string, draft: string) => titles(staged(stagedHole(0, original, [[draft, 0.5]])))[0];
    expect(told('', '\n  ')).toBe('White space only');
    expect(told('', ' x')).toBe('Accept');
    expect(told('x', ' ')).toBe('Accept');
  });

  test('tell of text that a run has left as it was, and not of text that none has touched', () => {
    const same = staged(stagedHole(0, 'x', [['x', 0.5]]));
    expect(titles(same)[0]).toBe('Unchanged');
    expect(titles({ ...same, passes: 0 })[0]).toBe('Accept');
    expect(titles(staged(stagedHole(0, 'x', [['y', 0.5]])))[0]).toBe('Accept');
  });

  test('name a bound of passes only if one was asked for', () => {
    const state: LiveState = { ...prepare(holes), kind: 'denoising', draft: 1, pass: 3 };
    expect(lensesOf(state, { uncertain: 0, passes: undefined })[0]?.title).toBe('$(sync~spin) Pass 3');
    expect(lensesOf(state, { uncertain: 0, passes: 2 })[0]?.title).toBe('$(sync~spin) Pass 3/3');
  });

  test('and the status bar say which draft the passes are of, from the second on; the status bar, what else is going on', () => {
    const state: LiveState = { ...prepare(holes), kind: 'denoising', draft: 5, pass: 3 };
    expect(titles(state)[0]).toBe('Draft 5 · Pass 3/16');
    const ready = { kind: 'stopped' } as const;
    const facts = { isValidating: false, isScored: false };
    const review = staged(stagedHole(0, '', [['x', 0.1]]));
    expect(statusText(ready, [state], facts).text).toMatch(/draft 5, pass 3/);
    expect(statusText(ready, [{ ...state, draft: 1 }], facts).text).toMatch(/: pass 3/);
    expect(statusText(ready, [review], { ...facts, isValidating: true }).text).toBe('$(sync~spin) Remask: validating');
    expect(statusText(ready, [], { ...facts, isScored: true }).text).toBe('$(layers) Remask: confidence shown');
  });

  test('stand above the line where the region begins', () => {
    expect(lensLine(prepare(holes), linesOfText(text))).toBe(1);
    const first = marked('[b\nc]\n');
    expect(lensLine(prepare(first.holes), linesOfText(first.text))).toBe(0);
  });
});
