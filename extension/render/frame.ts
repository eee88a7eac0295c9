/**
 * Everything drawn in one editor at one moment, computed from the sessions of its document: hidden text and attachments
 * of open holes, heat and pins of staged ones, the border of the region. Pure; cut to the visible lines, since an
 * attachment costs far more than a plain range.
 */
import type { Span } from '../../engine/protocol/messages';
import { type Bucket, BUCKETS } from '../ids';
import { openSpans, type LiveState, isOpen, type OpenState, regionOf, stagedPart } from '../session/state';
import { isEmpty, normalise, subtract } from '../session/spans';
import { MASK_GLYPH } from './draftRows';
import { bucketOf, type HeatedText, heatmapOf, type Thresholds } from './heatmap';
import { overlayOf } from './overlay';
import { isWithin, type LineRange, type Point, type Rows, type TextLines } from './textLines';

export type Tone = Bucket | 'mask';

export interface Attachment {
  readonly at: Point;
  readonly text: string;
  readonly tone: Tone;
}

export interface Frame {
  readonly hidden: readonly LineRange[];
  readonly attachments: readonly Attachment[];
  readonly heat: Readonly<Record<Bucket, readonly LineRange[]>>;
  readonly pinned: readonly LineRange[];
  /** Uncertain tokens, on the screen or not: marks beside the scroll bar. */
  readonly ruler: readonly LineRange[];
  /** Whole lines. */
  readonly region: readonly LineRange[];
}

export interface FrameOptions {
  readonly lines: TextLines;
  readonly visible: readonly Rows[];
  readonly thresholds: Thresholds;
  readonly tabSize: number;
  /** Sessions whose draft is drawn as ghost text instead, or is becoming text just now. */
  readonly ghosts: ReadonlySet<LiveState>;
  /** The document with scores of its tokens, if they are shown. */
  readonly scored?: HeatedText | undefined;
}

export const EMPTY_FRAME: Frame = {
  hidden: [],
  attachments: [],
  heat: { 0: [], 1: [], 2: [], 3: [] },
  pinned: [],
  ruler: [],
  region: [],
};

export function frameOf(states: readonly LiveState[], options: FrameOptions): Frame {
  return states
    .map((state) => frameOfState(state, options))
    .reduce(merge, scoresFrame(options.scored, states, options));
}

function frameOfState(state: LiveState, options: FrameOptions): Frame {
  const { hidden, attachments } = overlayPart(state, options);
  const { heat, pinned, ruler } = heatPart(state, options);
  const region = regionOf(state).map((span) => linesCovered(rangeOf(span, options.lines)));
  return {
    hidden,
    attachments,
    heat,
    pinned,
    ruler,
    region: region.filter((range) => isVisible(range, options.visible)),
  };
}

/** What an empty hole shows until its first pass: a run begins at once, even if the engine has to be started first. */
const SOON = MASK_GLYPH.repeat(3);

function overlayPart(state: LiveState, options: FrameOptions): Pick<Frame, 'hidden' | 'attachments'> {
  if (!isOpen(state) || options.ghosts.has(state)) return EMPTY_FRAME;
  if (state.drafts.length === 0) return { hidden: [], attachments: soonPart(state, options) };
  const lines = state.holes
    .flatMap((hole, i) => {
      const draft = state.drafts[i];
      return draft ? overlayOf(hole.span, draft, options.lines, options.tabSize) : [];
    })
    .filter((line) => isWithin(line.hidden.start.line, options.visible));
  return {
    hidden: lines.map((line) => line.hidden).filter((range) => range.start.character < range.end.character),
    attachments: lines
      .filter((line) => line.text !== '')
      .map((line) => ({ at: line.hidden.end, text: line.text, tone: toneOf(line.confidence, options.thresholds) })),
  };
}

function soonPart(state: OpenState, { lines, visible }: FrameOptions): readonly Attachment[] {
  return state.holes
    .filter(({ span }) => isEmpty(span))
    .map(({ span }) => lines.positionAt(span.start))
    .filter(({ line }) => isWithin(line, visible))
    .map((at) => ({ at, text: SOON, tone: 'mask' }));
}

function toneOf(confidence: number | undefined, thresholds: Thresholds): Tone {
  return confidence === undefined ? 'mask' : bucketOf(confidence, thresholds);
}

type HeatPart = Pick<Frame, 'heat' | 'pinned' | 'ruler'>;

function heatPart(state: LiveState, options: FrameOptions): HeatPart {
  return heatOf(stagedPart(state)?.holes ?? [], openSpans(state), options);
}

/** The heat of cells in some text, except where something else is drawn. */
function heatOf(texts: readonly HeatedText[], except: readonly Span[], options: FrameOptions): HeatPart {
  const maps = texts.map((text) => heatmapOf(text, options.thresholds));
  const ranges = (spans: readonly Span[]) =>
    spans.flatMap((span) => subtract(span, except)).map((span) => rangeOf(span, options.lines));
  const draw = (spans: readonly Span[]) => ranges(spans).filter((range) => isVisible(range, options.visible));
  const heat = (bucket: Bucket) => draw(maps.flatMap((map) => map.heat[bucket]));
  return {
    heat: { 0: heat(0), 1: heat(1), 2: heat(2), 3: heat(3) },
    pinned: draw(maps.flatMap((map) => map.pinned)),
    ruler: ranges(maps.flatMap((map) => [...map.heat[0], ...map.heat[1]])),
  };
}

/** Scores of ordinary code; a session's own marks take precedence where it is. */
function scoresFrame(scored: HeatedText | undefined, states: readonly LiveState[], options: FrameOptions): Frame {
  if (!scored) return EMPTY_FRAME;
  return { ...EMPTY_FRAME, ...heatOf([scored], normalise(states.flatMap(regionOf)), options) };
}

function rangeOf(span: Span, lines: TextLines): LineRange {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

/** A region that ends with a line break covers nothing of the line after it. */
function linesCovered({ start, end }: LineRange): LineRange {
  const endsBefore = end.character === 0 && end.line > start.line;
  return { start, end: endsBefore ? { line: end.line - 1, character: 0 } : end };
}

function isVisible(range: LineRange, visible: readonly Rows[]): boolean {
  return visible.some(({ first, last }) => range.start.line <= last && first <= range.end.line);
}

function merge(a: Frame, b: Frame): Frame {
  const heat = { ...a.heat };
  for (const bucket of BUCKETS) heat[bucket] = [...a.heat[bucket], ...b.heat[bucket]];
  return {
    hidden: [...a.hidden, ...b.hidden],
    attachments: [...a.attachments, ...b.attachments],
    heat,
    pinned: [...a.pinned, ...b.pinned],
    ruler: [...a.ruler, ...b.ruler],
    region: [...a.region, ...b.region],
  };
}
