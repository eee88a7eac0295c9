/** `remask replay`: runs a recorded trace again and says whether every pass came out the same. */
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { parseTrace, replay, type Trace } from '../decode/trace';
import { EngineError } from '../protocol/errors';
import { localModels } from '../server/localModels';
import { addModelOptions, type RunFlags } from './options';
import { print, printJson } from './output';
import { modelParams } from './run';
import { fileError } from './sourceFile';

export function addReplay(program: Command): void {
  const command = program
    .command('replay')
    .description('run a recorded trace again and compare every pass')
    .argument('<trace>', 'a file recorded with --trace')
    .option('--json', 'print one JSON object');
  addModelOptions(command).action(replayFile);
}

async function replayFile(path: string, flags: Pick<RunFlags, 'model' | 'threads' | 'json'>): Promise<void> {
  const trace = readTrace(path);
  const { model = trace.header.model.id, ...options } = modelParams(flags);
  const loaded = await localModels.load(model, options);
  if (loaded.sha256 !== trace.header.model.sha256) {
    throw new EngineError(
      'input',
      `the trace was recorded with another version of ${model}: name its folder with --model`,
    );
  }
  const { passes, differsAt } = await replay(loaded, trace);
  await loaded.close();
  if (differsAt !== undefined) {
    throw new EngineError(
      'internal',
      `pass ${differsAt} came out differently: the trace is from another machine or build`,
    );
  }
  if (flags.json) printJson({ type: 'replay', passes, identical: true });
  else print(`${passes} passes, identical`);
}

function readTrace(path: string): Trace {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileError(error, path, 'read');
  }
  return parseTrace(text);
}
