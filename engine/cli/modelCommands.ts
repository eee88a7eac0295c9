/** `remask models` and `remask inspect`: what is on this machine, what could be, and what is inside a model. */
import type { Command } from 'commander';
import pc from 'picocolors';
import type { Attention } from '../models/body';
import type { ImportedManifest } from '../models/manifest';
import { gigabytes } from '../models/memory';
import { removeModel } from '../models/removeModel';
import { listModels, resolveModel } from '../models/store';
import type { StreamsConfig } from '../models/streamsConfig';
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
    .option('--remove <id>', 'delete an imported model, or what a stopped download of it left')
    .action(async ({ json, remove }: Flags & { readonly remove?: string }) => {
      if (remove !== undefined) {
        await removeModel(remove);
        return note(`removed ${remove}`);
      }
      const models = listModels();
      for (const model of models)
        if (json) printJson(model);
        else print(modelRow(model));
      if (!json && !models.some((model) => model.source !== 'published')) note('no model is installed');
    });
}

function modelRow(model: ModelInfo): string {
  const { id, source, family, parameters, bytes, memoryBytes, fits, licence, description, pausedBytes } = model;
  const size = parameters >= 1e9 ? `${round(parameters / 1e9, 1)} B` : `${round(parameters / 1e6, 1)} M`;
  const disk = source === 'published' ? `${gigabytes(bytes)} to download` : `${gigabytes(bytes)} on disk`;
  const memory = `${gigabytes(memoryBytes)} of memory${fits ? '' : pc.yellow(' (more than this machine has)')}`;
  const paused = pausedBytes ? `, ${gigabytes(pausedBytes)} of it here` : '';
  const facts = `${source}, ${family}, ${size}, ${disk}${paused}, ${memory}, ${licence}`;
  return `${pc.bold(id)}  ${facts}\n    ${pc.dim(description)}`;
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
      else for (const [key, value] of Object.entries(facts)) print(`${key.padEnd(18)}${describeValue(value)}`);
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
    context: config.num_hidden_layers * config.window,
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
    attention: describeAttention(attention),
    alignment: ALIGNMENTS[body.alignment],
    quantization,
    context: body.contextLength,
  };
}

function describeAttention(attention: Attention): string {
  switch (attention.kind) {
    case 'bidirectional':
      return attention.kind;
    case 'block-causal':
      return `block-causal, blocks of ${attention.block}`;
    case 'encoded':
      return `a causal context, read by a bidirectional canvas of up to ${attention.canvas}`;
  }
}

const ALIGNMENTS = {
  same: 'a cell predicts its own token',
  shifted: 'a cell is predicted by the row before it',
} as const;

function describeValue(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
