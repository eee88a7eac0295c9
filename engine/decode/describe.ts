/** A draft as the protocol shows it: texts, states and confidences per cell, never a mask or a control token. */
import type { Alternative, Cell, HoleDraft, HoleResult, ParallelPlace, ResultCell, Span } from '../protocol/messages';
import { framed, type Tokenizer } from '../text/tokenizer';
import { withLineBreak, type LineBreak } from '../text/lineBreaks';
import { joinPieces } from '../text/utf8';
import { draftCells, type Decision, type Draft, type DraftCell } from './draft';
import type { HintSource } from './hint';

/** Guesses that are less likely, or that the pass before did not share, are noise: such a cell shows as masked. */
const SHOWN_GUESS = 0.5;
const MAX_ALTERNATIVES = 5;

/** Made after every pass: what only a result shows is left to `describeResult`. */
export function describeDraft(draft: Draft, tokenizer: Tokenizer, lineBreak: LineBreak): HoleDraft {
  const cells = describeCells(draftCells(draft), tokenizer, lineBreak);
  return { text: cells.map((cell) => cell.text).join(''), cells };
}

export interface Describing {
  readonly tokenizer: Tokenizer;
  readonly lineBreak: LineBreak;
  readonly parallelPlace: (source: HintSource) => ParallelPlace;
}

export function describeResult(draft: Draft, span: Span, describing: Describing): HoleResult {
  const { tokenizer, lineBreak, parallelPlace } = describing;
  const drafted = draftCells(draft);
  const cells = describeCells(drafted, tokenizer, lineBreak).map((cell, i): ResultCell => {
    const alternatives = drafted[i] ? alternativesOf(drafted[i], tokenizer) : [];
    const source = drafted[i] && shownDecision(drafted[i])?.source;
    return {
      ...cell,
      alternatives: withLineBreaks(alternatives, lineBreak),
      ...(source && { parallel: parallelPlace(source) }),
    };
  });
  const decided = cells.filter((cell) => cell.state === 'committed').map((cell) => cell.confidence);
  return { span, text: cells.map((cell) => cell.text).join(''), cells, confidence: geometricMean(decided) };
}

function describeCells(cells: readonly DraftCell[], tokenizer: Tokenizer, lineBreak: LineBreak): Cell[] {
  const decisions = cells.map(shownDecision);
  const { texts } = joinPieces(cells.map((cell, i) => decisions[i] && shownBytes(tokenizer, cell, decisions[i].id)));
  return cells.map((cell, i) => {
    const decision = decisions[i];
    if (cell.state === 'pinned') return { text: cell.text, state: 'pinned', confidence: 1 };
    if (!decision) return { text: '', state: 'masked', confidence: 0 };
    const state = cell.state === 'committed' ? 'committed' : 'tentative';
    return { text: withLineBreak(texts[i] ?? '', lineBreak), state, confidence: decision.shown ?? decision.confidence };
  });
}

function alternativesOf(cell: DraftCell, tokenizer: Tokenizer): Alternative[] {
  const decision = shownDecision(cell);
  if (!decision) return [];
  const named = nameTokens(decision.alternatives, tokenizer);
  const { lead, tail } = frameOf(cell);
  if (lead === '' && tail === '') return named;
  return named.flatMap(({ text, probability }) => {
    const inside = text.slice(lead.length, text.length - tail.length);
    return text === lead + inside + tail && inside !== '' ? [{ text: inside, probability }] : [];
  });
}

/** What a cell shows of a token: all of it but the pieces that stand in the document already. */
export function shownBytes(tokenizer: Tokenizer, cell: DraftCell, id: number): Uint8Array | undefined {
  const bytes = tokenizer.bytes(id);
  const { lead, tail } = frameOf(cell);
  if (!bytes || (lead === '' && tail === '') || !framed(lead, tail)(bytes)) return bytes;
  return bytes.subarray(Buffer.byteLength(lead), bytes.length - Buffer.byteLength(tail));
}

function frameOf(cell: DraftCell): { readonly lead: string; readonly tail: string } {
  if (cell.state === 'pinned') return { lead: '', tail: '' };
  const { lead = '', tail = '', bringsBreak } = cell;
  return { lead, tail: bringsBreak ? tail.slice(1) : tail };
}

function shownDecision(cell: DraftCell): Decision | undefined {
  if (cell.state === 'pinned') return undefined;
  if (cell.state === 'committed') return cell.decision;
  return cell.steady && cell.guess && cell.guess.confidence >= SHOWN_GUESS ? cell.guess : undefined;
}

/** Texts for ids that spell whole characters, likeliest first; the others cannot be shown and are left out. */
export function nameTokens(
  tokens: readonly { readonly id: number; readonly probability: number }[],
  tokenizer: Tokenizer,
): Alternative[] {
  return tokens
    .flatMap(({ id, probability }) => {
      const { texts, broken } = joinPieces([tokenizer.bytes(id)]);
      const text = texts[0] ?? '';
      return text === '' || broken.size > 0 ? [] : [{ text, probability }];
    })
    .slice(0, MAX_ALTERNATIVES);
}

export function withLineBreaks(alternatives: readonly Alternative[], lineBreak: LineBreak): Alternative[] {
  return alternatives.map(({ text, probability }) => ({ text: withLineBreak(text, lineBreak), probability }));
}

/** 1 for no values: nothing was in doubt. */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0) return 1;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(Math.max(value, Number.MIN_VALUE)), 0) / values.length);
}
