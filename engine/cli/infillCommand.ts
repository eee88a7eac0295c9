/** `remask infill`: fills holes of a file. */
import { type Command, Option } from 'commander';
import { EngineError } from '../protocol/errors';
import type { Span } from '../protocol/messages';
import type { Lines } from '../text/positions';
import { addRunOptions, collect, once, wholeNumber, type RunFlags } from './options';
import { parsePosition, parseRange } from './places';
import { runOnFile } from './run';
import { addValidateOptions, checksOf, type ValidateFlags } from './validateFlags';
import { validateResult } from './validateResult';

interface InfillFlags extends RunFlags, ValidateFlags {
  readonly at?: string;
  readonly range?: readonly string[];
  readonly length?: number | 'auto';
  readonly keep?: 'brackets' | 'json';
}

export function addInfill(program: Command): void {
  const command = program
    .command('infill')
    .description('fill a hole; several --range are solved jointly')
    .argument('<file>', 'a UTF-8 text file')
    .option(
      '--at <L:C>',
      'an empty hole at this position',
      once('at', 'for several holes, name each with --range L:C-L:C'),
    )
    .option('--range <L:C-L:C>', 'replace this text; may be repeated', collect)
    .addOption(new Option('--keep <what>', 'what the hole keeps well-formed').choices(['brackets', 'json']))
    .option('--length <n|auto>', 'tokens to start with', parseLength);
  addValidateOptions(addRunOptions(command)).action((file: string, flags: InfillFlags) => {
    const checks = checksOf(flags, file);
    requireOneLength(flags);
    return runOnFile(file, flags, {
      schema: flags.schema,
      spans: (lines) => holeSpans(flags, lines),
      start: async (engine, request, spans, listener) => {
        const holes = spans.map((span) => ({
          span,
          length: flags.length ?? 'auto',
          ...(flags.keep && { keeps: flags.keep }),
        }));
        const result = await engine.infill({ ...request, holes }, listener);
        if (!checks) return result;
        const text = engine.documents.text(request.uri);
        const { keep, rounds } = flags;
        const job = { request, text, checks, ...(keep && { keeps: keep }), ...(rounds !== undefined && { rounds }) };
        return validateResult(engine, result, job);
      },
    });
  });
}

function parseLength(value: string): number | 'auto' {
  return value === 'auto' ? value : wholeNumber('length')(value);
}

function requireOneLength({ keep, length }: InfillFlags): void {
  if (keep !== 'json' || typeof length !== 'number') return;
  throw new EngineError('input', '--keep json takes its lengths from the values that stand there: leave out --length');
}

function holeSpans({ at, range = [] }: InfillFlags, lines: Lines): Span[] {
  if ((at === undefined) === (range.length === 0)) {
    throw new EngineError('input', 'say where: either --at LINE:COLUMN or --range LINE:COLUMN-LINE:COLUMN');
  }
  if (at !== undefined) {
    const offset = lines.offsetAt(parsePosition(at));
    return [{ start: offset, end: offset }];
  }
  return range.map((argument) => parseRange(argument, lines)).sort((a, b) => a.start - b.start || a.end - b.end);
}
