/** Short ways to write holes, cells and states in tests, and a model document to compare with. */
import type { Cell, ContentChange, Span } from '../../../engine/protocol/messages';
import type { OpenHole, StagedCell, StagedHole } from '../../../extension/session/holes';
import type { Staged } from '../../../extension/session/state';
import { NO_TIMELINE } from '../../../extension/session/timeline';
import type { TextLines } from '../../../extension/render/textLines';

export function span(start: number, end: number): Span {
  return { start, end };
}

export function change(start: number, end: number, text: string): ContentChange {
  return { span: span(start, end), text };
}

/** A document with holes written in place: `a[bc]d` is the text `abcd` with a hole over `bc`. */
export function marked(source: string): { readonly text: string; readonly holes: readonly OpenHole[] } {
  let text = '';
  const holes: OpenHole[] = [];
  let start = 0;
  for (const character of source) {
    if (character === '[') start = text.length;
    else if (character === ']') holes.push({ span: span(start, text.length), pins: [], text: text.slice(start) });
    else text += character;
  }
  return { text, holes };
}

/** The inverse of {@link marked}; pins are shown as `{…}`. */
export function shown(text: string, holes: readonly Pick<OpenHole, 'span' | 'pins'>[]): string {
  const marks = holes.flatMap(({ span: { start, end }, pins }) => [
    { at: start, order: 1, mark: '[' },
    { at: end, order: start === end ? 2 : -2, mark: ']' },
    ...pins.flatMap((pin) => [
      { at: pin.start, order: 2, mark: '{' },
      { at: pin.end, order: -3, mark: '}' },
    ]),
  ]);
  marks.sort((a, b) => b.at - a.at || b.order - a.order);
  return marks.reduce((result, { at, mark }) => result.slice(0, at) + mark + result.slice(at), text);
}

export function apply(text: string, changes: readonly ContentChange[]): string {
  return changes.reduce((now, { span: { start, end }, text: put }) => now.slice(0, start) + put + now.slice(end), text);
}

export function committed(text: string, confidence = 0.9): Cell {
  return { text, state: 'committed', confidence };
}

export function pinned(text: string): Cell {
  return { text, state: 'pinned', confidence: 1 };
}

export const MASKED: Cell = { text: '', state: 'masked', confidence: 0 };

/** A staged hole whose cells are the given texts, in order. */
export function stagedHole(start: number, original: string, texts: readonly (readonly [string, number])[]): StagedHole {
  const cells: StagedCell[] = [];
  let at = start;
  for (const [text, confidence] of texts) {
    cells.push({ span: span(at, at + text.length), confidence, alternatives: [], mark: 'open' });
    at += text.length;
  }
  return { span: span(start, at), text: texts.map(([text]) => text).join(''), original, cells };
}

export function staged(...holes: readonly StagedHole[]): Staged {
  return { kind: 'staged', holes, passes: 4, ms: 0, timeline: NO_TIMELINE };
}

export function linesOfText(text: string): TextLines {
  const lines = text.split('\n');
  return {
    lineCount: lines.length,
    lineText: (line) => lines[line] ?? '',
    positionAt: (offset) => {
      const before = text.slice(0, offset).split('\n');
      return { line: before.length - 1, character: (before.at(-1) ?? '').length };
    },
  };
}
