/**
 * A run as it is told to the caller: NDJSON for programs, passes in place on a terminal, the plain result elsewhere.
 * One reporter per way of telling; commands know only the interface.
 */
import type { HoleDraft, HoleResult, RunResult, Syntax } from '../protocol/messages';
import { Lines } from '../text/positions';
import { followed, placeName } from './followed';
import { FramePlayer } from './framePlayer';
import { renderFrame, renderProgress, type Scenery } from './frame';
import { note, print, printJson, round } from './output';
import { formatRange } from './places';

export interface Reporter {
  pass(pass: number, holes: readonly HoleDraft[]): void;
  result(result: RunResult): Promise<void>;
}

export function createReporter(how: { readonly json: boolean }, scenery: Scenery): Reporter {
  if (how.json) return jsonReporter(scenery);
  return process.stdout.isTTY ? terminalReporter(scenery) : plainReporter();
}

function jsonReporter({ text }: Scenery): Reporter {
  const lines = new Lines(text);
  return {
    pass: (pass, holes) =>
      printJson({
        type: 'pass',
        pass,
        holes: holes.map((hole) => ({
          text: hole.text,
          cells: hole.cells.map(({ text, state, confidence }) => ({ text, state, confidence: round(confidence, 4) })),
        })),
      }),
    result: async ({ holes, passes, tokens, contextRows, model, seed, ranking, syntax, ms }) =>
      printJson({
        type: 'result',
        holes: holes.map((hole) => ({
          range: formatRange(hole.span, lines),
          text: hole.text,
          confidence: round(hole.confidence, 4),
          ...followedAs(hole),
        })),
        passes,
        tokens,
        contextRows,
        model,
        seed,
        ...(ranking && { ranking: ranking.map((one) => ({ ...one, likelihood: round(one.likelihood, 4) })) }),
        ...(syntax && { syntax }),
        ms: Object.fromEntries(Object.entries(ms).map(([name, value]) => [name, round(value, 1)])),
      }),
  };
}

function followedAs(hole: HoleResult): { readonly parallel?: string } {
  const place = followed(hole);
  return place ? { parallel: placeName(place) } : {};
}

function terminalReporter(scenery: Scenery): Reporter {
  const player = new FramePlayer(process.stdout);
  return {
    pass: (pass, holes) => player.push(`${renderFrame(scenery, holes)}\n${renderProgress(pass, holes)}`),
    result: async (result) => {
      await player.finish();
      print(renderFrame(scenery, result.holes));
      note(summary(result));
    },
  };
}

function plainReporter(): Reporter {
  return {
    pass: () => undefined,
    result: async (result) => {
      for (const hole of result.holes) print(hole.text);
      note(summary(result));
    },
  };
}

function summary({ passes, tokens, holes, model, syntax, ms }: RunResult): string {
  const confidence = holes.map((hole) => `${Math.round(hole.confidence * 100)} %`).join(', ');
  const time = `${round(ms.total / 1000, 2)} s`;
  const places = holes.flatMap((hole) => followed(hole) ?? []).map((place) => `as ${placeName(place)}`);
  const notes = [...new Set(places), ...syntaxNotes(syntax)];
  return [`${tokens} tokens in ${passes} passes`, time, `confidence ${confidence}`, ...notes, model].join(', ');
}

function syntaxNotes({ drafts, problems }: Syntax = { drafts: 1, problems: 0 }): string[] {
  if (problems > 0) return [`breaks the syntax${drafts > 1 ? ` in all of ${drafts} drafts` : ''}`];
  return drafts > 1 ? [`${drafts} drafts`] : [];
}
