/**
 * A session after its document's line endings have become others: the text is the same, and every place behind the first
 * line is another. Pure.
 */
import type { Span } from '../../engine/protocol/messages';
import type { OpenHole, StagedHole } from './holes';
import { type LineEnding, withLineEnding } from './lineEndings';
import type { Home, LiveState, Staged } from './state';

/** `before`: the document's text with the line endings that it had. */
export function relined(state: LiveState, before: string, ending: LineEnding): LiveState {
  return new Reliner(before, ending).state(state);
}

class Reliner {
  /** Where lines end in the text as it was. */
  private readonly breaks: readonly number[];
  /** Units by which each of them grows. */
  private readonly growth: number;

  constructor(
    before: string,
    private readonly ending: LineEnding,
  ) {
    this.breaks = [...before.matchAll(/\n/g)].map(({ index }) => index);
    this.growth = ending === '\n' ? -1 : 1;
  }

  state(state: LiveState): LiveState {
    if (state.kind === 'staged') return this.staged(state);
    const moved = {
      holes: state.holes.map((hole) => this.openHole(hole)),
      base: state.base && this.staged(state.base),
    };
    return state.kind === 'viewing' ? { ...state, ...moved, home: this.home(state.home) } : { ...state, ...moved };
  }

  private home(home: Home): Home {
    if (home.kind === 'staged') return this.staged(home);
    return {
      ...home,
      holes: home.holes.map((hole) => this.openHole(hole)),
      base: home.base && this.staged(home.base),
    };
  }

  private staged(staged: Staged): Staged {
    const { records, spans } = staged.timeline;
    return {
      ...staged,
      holes: staged.holes.map((hole) => this.stagedHole(hole)),
      timeline: { records, spans: spans.map((span) => this.span(span)) },
    };
  }

  private openHole({ start, ...hole }: OpenHole): OpenHole {
    const kept = start?.map((cell) => ('text' in cell ? { ...cell, text: this.text(cell.text) } : cell));
    return {
      ...hole,
      span: this.span(hole.span),
      pins: hole.pins.map((pin) => this.span(pin)),
      text: this.text(hole.text),
      ...(kept && { start: kept }),
    };
  }

  private stagedHole(hole: StagedHole): StagedHole {
    return {
      span: this.span(hole.span),
      text: this.text(hole.text),
      original: this.text(hole.original),
      cells: hole.cells.map((cell) => ({ ...cell, span: this.span(cell.span) })),
    };
  }

  private span({ start, end }: Span): Span {
    return { start: this.offset(start), end: this.offset(end) };
  }

  private offset(offset: number): number {
    return offset + this.growth * (this.breaks.findLastIndex((at) => at < offset) + 1);
  }

  private text(text: string): string {
    return withLineEnding([text], this.ending).join('');
  }
}
