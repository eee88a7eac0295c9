/** `remask score`: how likely the model finds each token of existing text. */
import type { Command } from 'commander';
import pc from 'picocolors';
import type { Span, TokenScore } from '../protocol/messages';
import { geometricMean } from '../decode/describe';
import { Lines } from '../text/positions';
import { addModelOptions, addProjectOption, collect, type RunFlags } from './options';
import { note, print, printJson, round } from './output';
import { formatRange, parseRange } from './places';
import { nameProject, projectFiles } from './projectFlag';
import { modelParams, openEngine, VERSION_READ } from './run';
import { readSource, uriOf } from './sourceFile';

interface ScoreFlags extends Pick<RunFlags, 'model' | 'threads' | 'json' | 'project'> {
  readonly range?: readonly string[];
}

export function addScore(program: Command): void {
  const command = program
    .command('score')
    .description('probability of each token of existing text')
    .argument('<file>', 'a UTF-8 text file')
    .option('--range <L:C-L:C>', 'score only this; may be repeated', collect)
    .option('--json', 'print NDJSON');
  addProjectOption(addModelOptions(command)).action(scoreFile);
}

async function scoreFile(path: string, flags: ScoreFlags): Promise<void> {
  const { text } = readSource(path);
  const lines = new Lines(text);
  const spans: Span[] = flags.range?.map((range) => parseRange(range, lines)) ?? [{ start: 0, end: text.length }];
  const engine = openEngine(path, text);
  const { model } = await engine.initialize(modelParams(flags));
  await nameProject(engine, path, projectFiles(path, flags.project));
  const scores: TokenScore[] = [];
  for (const span of spans) scores.push(...(await engine.score({ uri: uriOf(path), version: VERSION_READ, span })));
  const confidence = round(geometricMean(scores.map((token) => token.probability)), 4);
  if (flags.json) {
    for (const token of scores) printJson(jsonToken(token, lines));
    printJson({ type: 'result', tokens: scores.length, confidence, model: model.id });
  } else {
    for (const token of scores) print(row(token, lines));
    note(`${scores.length} tokens, geometric mean ${confidence}, ${model.id}`);
  }
  await engine.shutdown();
}

function jsonToken({ span, text, probability, alternatives }: TokenScore, lines: Lines): object {
  return {
    type: 'token',
    range: formatRange(span, lines),
    text,
    probability: round(probability, 4),
    alternatives: alternatives.map((other) => ({ text: other.text, probability: round(other.probability, 4) })),
  };
}

function row({ span, text, probability, alternatives }: TokenScore, lines: Lines): string {
  const { line, column } = lines.positionAt(span.start);
  const place = `${line}:${column}`.padEnd(9);
  const colour = probability >= 0.6 ? pc.green : probability >= 0.1 ? pc.yellow : pc.red;
  const best = alternatives[0];
  const rather = best && best.probability > probability ? pc.dim(`  rather ${JSON.stringify(best.text)}`) : '';
  return `${place}${colour(probability.toFixed(3))}  ${JSON.stringify(text)}${rather}`;
}
