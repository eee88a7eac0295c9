/** `remask repair`: finds the tokens of a span that look wrong and denoises only those. */
import type { Command } from 'commander';
import { EngineError } from '../protocol/errors';
import { addRunOptions, decimal, once, type RunFlags } from './options';
import { parseRange } from './places';
import { runOnFile } from './run';

interface RepairFlags extends RunFlags {
  readonly range: string;
  readonly below?: number;
}

export function addRepair(program: Command): void {
  const command = program
    .command('repair')
    .description('denoise the tokens of a span that look wrong, and keep the rest')
    .argument('<file>', 'a UTF-8 text file')
    .requiredOption('--range <L:C-L:C>', 'the span', once('range', 'repair them one after the other'))
    .option('--below <p>', 'how improbable a token must be to look wrong (default: 0.1)', decimal('below'));
  addRunOptions(command).action((file: string, flags: RepairFlags) =>
    runOnFile(file, flags, {
      spans: (lines) => [parseRange(flags.range, lines)],
      start: (engine, request, [span], listener) => {
        if (!span) throw new EngineError('input', 'name a --range');
        return engine.repair({ ...request, span, ...(flags.below !== undefined && { below: flags.below }) }, listener);
      },
    }),
  );
}
