/** An edit in words, for whoever does not see the colours: where it is, how sure the model was, what is most in doubt. Pure. */
import * as l10n from '@vscode/l10n';
import { uncertainCells } from '../session/decisions';
import type { StagedHole } from '../session/holes';
import { type LiveState, regionOf, type Staged } from '../session/state';
import type { TextLines } from './textLines';

/** Doubtful tokens that are named one by one. */
const NAMED = 3;

/** `below` is the confidence under which a token counts as uncertain. */
export function summaryOf(state: LiveState, below: number, lines: TextLines): string {
  const place = placeIn(state, lines);
  switch (state.kind) {
    case 'preparing':
      return l10n.t('{place}: the engine is preparing.', { place });
    case 'denoising':
      return l10n.t('{place}: denoising, pass {pass}.', { place, pass: state.pass });
    case 'converged':
      return l10n.t('{place}: the draft is ready but not written, because auto save is on.', { place });
    case 'failed':
      return l10n.t('{place}: stopped at pass {pass}, the last draft is kept.', { place, pass: state.pass });
    case 'viewing':
      return l10n.t('{place}: showing pass {pass}; the text is as it was.', { place, pass: state.pass });
    case 'staged':
      return [stagedSummary(state, place, below), ...doubts(state, below)].join(' ');
  }
}

function stagedSummary(state: Staged, place: string, below: number): string {
  const tokens = state.holes.flatMap((hole) => hole.cells).length;
  const facts = { place, tokens, passes: state.passes, uncertain: uncertainCells(state, below).length };
  return l10n.t(
    '{place}: ready to accept or reject. Tokens: {tokens}, uncertain: {uncertain}, passes: {passes}.',
    facts,
  );
}

function doubts(state: Staged, below: number): readonly string[] {
  const least = [...uncertainCells(state, below)].sort((a, b) => a.confidence - b.confidence).slice(0, NAMED);
  if (least.length === 0) return [];
  const named = least.map(({ span, confidence }) =>
    l10n.t('{token} ({percent} %)', { token: textOf(state.holes, span.start, span.end), percent: percent(confidence) }),
  );
  return [l10n.t('Least certain: {tokens}.', { tokens: named.join(', ') })];
}

function placeIn(state: LiveState, lines: TextLines): string {
  const region = regionOf(state);
  const first = lines.positionAt(region[0]?.start ?? 0).line + 1;
  const last = lines.positionAt(region.at(-1)?.end ?? 0).line + 1;
  return first === last ? l10n.t('Line {0}', first) : l10n.t('Lines {0} to {1}', first, last);
}

function textOf(holes: readonly StagedHole[], start: number, end: number): string {
  const hole = holes.find(({ span }) => span.start <= start && end <= span.end);
  const text = hole?.text.slice(start - hole.span.start, end - hole.span.start).trim() ?? '';
  return text === '' ? l10n.t('white space') : text;
}

function percent(confidence: number): number {
  return Math.round(confidence * 100);
}
