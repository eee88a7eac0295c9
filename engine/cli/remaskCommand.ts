/** `remask remask`: masks the least likely tokens of a span and denoises them again. */
import type { Command } from 'commander';
import { EngineError } from '../protocol/errors';
import { addRunOptions, decimal, once, type RunFlags } from './options';
import { parseRange } from './places';
import { runOnFile } from './run';

interface RemaskFlags extends RunFlags {
  readonly range: string;
  readonly strength?: number;
}

export function addRemask(program: Command): void {
  const command = program
    .command('remask')
    .description('denoise an existing span again, its least likely tokens first')
    .argument('<file>', 'a UTF-8 text file')
    .requiredOption('--range <L:C-L:C>', 'the span', once('range', 'remask them one after the other'))
    .option('--strength <share>', 'share of its tokens to mask, above 0 up to 1 (default: 1)', decimal('strength'));
  addRunOptions(command).action((file: string, flags: RemaskFlags) =>
    runOnFile(file, flags, {
      spans: (lines) => [parseRange(flags.range, lines)],
      start: (engine, request, [span], listener) => {
        if (!span) throw new EngineError('input', 'name a --range');
        return engine.remask({ ...request, span, strength: flags.strength ?? 1 }, listener);
      },
    }),
  );
}
