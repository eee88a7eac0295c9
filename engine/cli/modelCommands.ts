/** `remask models` and `remask inspect`: what is on this machine and what is inside it; what `remask import` lacks. */
import type { Command } from 'commander';
import pc from 'picocolors';
import type { ImportedManifest } from '../models/manifest';
import { listModels, resolveModel } from '../models/store';
import type { StreamsConfig } from '../models/streamsConfig';
import { EngineError } from '../protocol/errors';
import type { ModelInfo } from '../protocol/messages';
import { note, print, printJson, round } from './output';

interface Flags {
  readonly json?: boolean;
}

export function addModels(program: Command): void {
  program
    .command('models')
    .description('models on this machine, and known published ones')
    .option('--json', 'print NDJSON, one model per line')
    .action(({ json }: Flags) => {
      const models = listModels();
      for (const model of models)
        if (json) printJson(model);
        else print(modelRow(model));
      if (!json && !models.some((model) => model.source !== 'published')) note('no model is installed');
    });
}

function modelRow({ id, source, family, parameters, licence, description }: ModelInfo): string {
  const size = parameters >= 1e9 ? `${round(parameters / 1e9, 1)} B` : `${round(parameters / 1e6, 1)} M`;
  return `${pc.bold(id)}  ${source}, ${family}, ${size}, ${licence}\n    ${pc.dim(description)}`;
}

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('what a model folder holds')
    .argument('<model>', 'id or folder')
    .option('--json', 'print one JSON object')
    .action((name: string, { json }: Flags) => {
      const facts = inspect(name);
      if (json) printJson(facts);
      else for (const [key, value] of Object.entries(facts)) print(`${key.padEnd(16)}${describeValue(value)}`);
    });
}

/** Not in this version. Named, so that whoever tries it learns what works instead; not in the help. */
export function addImport(program: Command): void {
  program
    .command('import', { hidden: true })
    .argument('[source...]')
    .allowUnknownOption()
    .action(() => {
      throw new EngineError(
        'input',
        'this version imports no models: use the bundled one, or name a folder of the family remask_streams with --model',
      );
    });
}

function inspect(name: string): Readonly<Record<string, unknown>> {
  const { folder, info } = resolveModel(name);
  const facts = folder.kind === 'streams' ? streamsFacts(folder.config) : bodyFacts(folder.manifest);
  const { languages, files } = folder.manifest;
  return { ...info, languages, ...facts, files };
}

/** The family `remask_streams` fixes attention, alignment and context; see `training/remask_training/model.py`. */
function streamsFacts(config: StreamsConfig) {
  return {
    vocabulary: config.vocab_size,
    layers: config.num_hidden_layers,
    hidden: config.hidden_size,
    heads: config.num_attention_heads,
    kvHeads: config.num_key_value_heads,
    maskId: config.mask_token_id,
    deleteId: config.delete_token_id,
    expandId: config.expand_token_id,
    attention: 'two causal streams and a bidirectional canvas',
    alignment: ALIGNMENTS.same,
    quantization: 'none',
    context: config.window,
  };
}

function bodyFacts({ body, quantization, origin }: ImportedManifest) {
  const { vocabulary, layers, hidden, heads, kvHeads, maskId, deleteId, expandId, attention } = body;
  return {
    ...(origin && { origin }),
    vocabulary,
    layers,
    hidden,
    heads,
    kvHeads,
    maskId,
    ...(deleteId !== undefined && { deleteId }),
    ...(expandId !== undefined && { expandId }),
    attention: attention.kind === 'bidirectional' ? attention.kind : `block-causal, blocks of ${attention.block}`,
    alignment: ALIGNMENTS[body.alignment],
    quantization,
    context: body.contextLength,
  };
}

const ALIGNMENTS = {
  same: 'a cell predicts its own token',
  shifted: 'a cell is predicted by the row before it',
} as const;

function describeValue(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
