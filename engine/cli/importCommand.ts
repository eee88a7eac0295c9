/** `remask import`: from a folder or a repository of the hub to a model that runs. */
import { type Command, Option } from 'commander';
import { importModel } from '../import/importModel';
import { gigabytes } from '../models/memory';
import { EngineError } from '../protocol/errors';
import type { ModelInfo, Quantization } from '../protocol/messages';
import { isAbort } from '../server/failures';
import { createImportReporter } from './importReport';
import { note, outliveReader, print, printJson } from './output';

interface ImportFlags {
  readonly revision?: string;
  readonly quantize?: Quantization;
  readonly to?: string;
  readonly json?: boolean;
}

const QUANTIZATIONS: readonly Quantization[] = ['none', 'int8', 'int4'];

export function addImport(program: Command): void {
  program
    .command('import')
    .description('make a published model run here: a folder, or a repository of the Hugging Face hub')
    .argument('<dir|id>', 'a folder with config.json and safetensors, or OWNER/NAME')
    .option('--revision <rev>', 'branch, tag or commit (default: the one in `remask models`, else main)')
    .addOption(new Option('--quantize <bits>', 'how to keep the weights (default: int8)').choices(QUANTIZATIONS))
    .option('--to <dir>', 'a new folder for the model (default: among the imported models)')
    .option('--json', 'print progress and result as NDJSON')
    .action((source: string, flags: ImportFlags) => runImport(source, flags));
}

async function runImport(source: string, { json = false, ...flags }: ImportFlags): Promise<void> {
  outliveReader();
  const report = createImportReporter(json);
  const stop = new AbortController();
  const release = (): void => void process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  const interrupt = (): void => {
    stop.abort();
    // Not at once: the lock's own listener, which comes later, ends the process where it is the only one. A second Ctrl+C may.
    setImmediate(release);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const model = await importModel(source, { ...flags, signal: stop.signal, onProgress: report.progress });
    report.end();
    if (json) printJson({ type: 'result', ...model });
    else tell(model, flags.to === undefined ? model.id : model.directory);
  } catch (error) {
    report.end();
    throw isAbort(error) ? stopped(source) : error;
  } finally {
    release();
  }
}

/** `name`: what it is found by, which outside of the folder of models is its own folder. */
function tell({ id, directory, memoryBytes }: ModelInfo, name: string): void {
  print(directory);
  note(`imported ${id}; it takes about ${gigabytes(memoryBytes)} of memory. Use it with --model ${name}`);
}

function stopped(source: string): EngineError {
  return new EngineError('busy', `stopped; what was downloaded is kept: run remask import ${source} again to go on`);
}
