/** `remask logits`: raw logits of one full forward pass, for parity checks against another implementation. */
import type { Command } from 'commander';
import { EngineError } from '../protocol/errors';
import { openModel } from '../runtime/openModel';
import { addModelOptions, type RunFlags } from './options';
import { print, printJson } from './output';
import { modelParams } from './run';

interface LogitsFlags extends Pick<RunFlags, 'model' | 'threads' | 'json'> {
  readonly ids: readonly number[];
  readonly rows?: readonly number[];
}

export function addLogits(program: Command): void {
  const command = program
    .command('logits')
    .description('raw fp32 logits of one full forward pass over token ids')
    .requiredOption('--ids <list>', 'token ids, e.g. 1,20,31', numberList('ids'))
    .option('--rows <list>', 'rows to print (default: all)', numberList('rows'))
    .option('--json', 'print NDJSON, one row per line');
  addModelOptions(command).action(async (flags: LogitsFlags) => {
    const { model, threads } = modelParams(flags);
    const opened = await openModel(model, threads === undefined ? {} : { threads });
    const rows = flags.rows ?? flags.ids.map((_, row) => row);
    const logits = await opened.logits(flags.ids, rows);
    logits.forEach((values, i) => {
      if (flags.json) printJson({ type: 'logits', row: rows[i], logits: [...values] });
      else print(`${rows[i]}\t${[...values].join(' ')}`);
    });
    await opened.close();
  });
}

function numberList(name: string): (value: string) => number[] {
  return (value) => {
    if (!/^\d+(,\d+)*$/.test(value)) {
      throw new EngineError('input', `--${name} takes numbers separated by commas, not '${value}'`);
    }
    return value.split(',').map(Number);
  };
}
