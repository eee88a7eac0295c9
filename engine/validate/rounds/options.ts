/**
 * What the model would rather put into a wound: it is masked with one cell, with two, with as many as it had, and its
 * first cell takes each of its likeliest tokens in turn. A beam over the first token, since a wrong beginning (a quote
 * where a number belongs) forces everything behind it.
 */
import type { HoleRequest, HoleResult, ResultCell } from '../../protocol/messages';
import type { DraftCell } from './draft';
import { logOf } from './draft';
import type { NewCell } from './patch';
import type { Wound } from './wounds';

/** Runs the model on one hole of the draft. */
export type Fill = (hole: HoleRequest) => Promise<HoleResult>;

export interface Option {
  readonly cells: readonly NewCell[];
  /** Log probability of all of it, less what the distance from the problem takes off. */
  readonly score: number;
}

/** First tokens tried for each length. */
const BEAM = 6;
const MAX_CELLS = 8;

/** Likeliest first. `cells`: what stands in the wound now. */
export async function optionsFor(fill: Fill, wound: Wound, cells: readonly DraftCell[]): Promise<Option[]> {
  const options: Option[] = [];
  for (const length of lengthsFor(cells.length)) {
    const found = await fill({ span: wound.span, length, keepsLength: true });
    const firsts = variantsOfFirst(found.cells);
    options.push(optionOf(found.cells, wound));
    if (length === 1) options.push(...firsts.map((first) => optionOf([first], wound)));
    else options.push(...(await beam(fill, wound, firsts.slice(0, BEAM), length)));
  }
  return options.sort((a, b) => b.score - a.score);
}

/** For a gap, something short; else less, as much, and a little more. */
function lengthsFor(present: number): number[] {
  const lengths = present === 0 ? [1, 2] : [1, 2, present, present + 1];
  return [...new Set(lengths)].filter((length) => length <= MAX_CELLS);
}

function variantsOfFirst([first]: readonly ResultCell[]): ResultCell[] {
  if (!first) return [];
  return first.alternatives.map(({ text, probability }) => ({ ...first, text, confidence: probability }));
}

async function beam(fill: Fill, wound: Wound, firsts: readonly ResultCell[], length: number): Promise<Option[]> {
  const options: Option[] = [];
  for (const first of firsts) {
    const cells = [{ text: first.text }, { open: length - 1 }];
    const found = await fill({ span: wound.span, cells, keepsLength: true });
    options.push(optionOf([first, ...found.cells.filter((cell) => cell.state !== 'pinned')], wound));
  }
  return options;
}

function optionOf(cells: readonly ResultCell[], { distance }: Wound): Option {
  const likelihood = cells.reduce((sum, { confidence }) => sum + logOf(confidence), 0);
  return {
    cells: cells.map(({ text, confidence, alternatives }) => ({ text, confidence, alternatives })),
    score: likelihood - distance,
  };
}
