/**
 * What it takes to convert a large checkpoint: a folder in the published shape of LLaDA 8 B (bfloat16, sharded, 16 GB) is
 * laid out as sparse files, so that it takes no room and no time to write, and imported. Every number is a zero, which
 * costs a conversion as much as any other. Figures: time, peak memory, size. The result takes about 9 GB for a while.
 *
 *     npx tsx test/bench/conversion.ts [--layers 32] [--quantize int8]
 */
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { importFolder } from '../../engine/import/importFolder';
import type { Quantization } from '../../engine/protocol/messages';
import { byteLevelTokenizer } from '../support/byteLevelTokenizer';

const { values: flags } = parseArgs({
  options: { layers: { type: 'string', default: '32' }, quantize: { type: 'string', default: 'int8' } },
});

const LAYERS = Number(flags.layers);
const [HIDDEN, WIDE, ROWS] = [4096, 12288, 126464];
const LAYERS_PER_SHARD = 6;

type Shapes = Readonly<Record<string, readonly number[]>>;

function layer(index: number): Shapes {
  const parts: Shapes = {
    attn_norm: [HIDDEN],
    ff_norm: [HIDDEN],
    q_proj: [HIDDEN, HIDDEN],
    k_proj: [HIDDEN, HIDDEN],
    v_proj: [HIDDEN, HIDDEN],
    attn_out: [HIDDEN, HIDDEN],
    ff_proj: [WIDE, HIDDEN],
    up_proj: [WIDE, HIDDEN],
    ff_out: [HIDDEN, WIDE],
  };
  const named = Object.entries(parts).map(([part, shape]) => [
    `model.transformer.blocks.${index}.${part}.weight`,
    shape,
  ]);
  return Object.fromEntries(named) as Shapes;
}

function shards(): readonly Shapes[] {
  const ends: Shapes = {
    'model.transformer.wte.weight': [ROWS, HIDDEN],
    'model.transformer.ln_f.weight': [HIDDEN],
    'model.transformer.ff_out.weight': [ROWS, HIDDEN],
  };
  const groups = Array.from({ length: Math.ceil(LAYERS / LAYERS_PER_SHARD) }, (_, shard) =>
    Array.from({ length: Math.min(LAYERS_PER_SHARD, LAYERS - shard * LAYERS_PER_SHARD) }, (_, i) =>
      layer(shard * LAYERS_PER_SHARD + i),
    ),
  );
  return [ends, ...groups.map((layers) => Object.assign({}, ...layers) as Shapes)];
}

/** A safetensors file with a header and nothing behind it but room. */
function writeSparse(path: string, shapes: Shapes): void {
  let offset = 0;
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const begin = offset;
    offset += 2 * shape.reduce((product, length) => product * length, 1);
    return [name, { dtype: 'BF16', shape, data_offsets: [begin, offset] }] as const;
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = openSync(path, 'w');
  writeSync(file, Buffer.concat([length, header]));
  ftruncateSync(file, 8 + header.length + offset);
  closeSync(file);
}

function writeFolder(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const config = {
    model_type: 'llada',
    d_model: HIDDEN,
    n_layers: LAYERS,
    n_heads: 32,
    n_kv_heads: 32,
    mlp_hidden_size: WIDE,
    vocab_size: ROWS,
    embedding_size: ROWS,
    rope_theta: 500_000,
    mask_token_id: 126_336,
  };
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  writeFileSync(join(directory, 'tokenizer.json'), JSON.stringify(byteLevelTokenizer()));
  const weight_map: Record<string, string> = {};
  for (const [index, shapes] of shards().entries()) {
    const name = `model-${index + 1}.safetensors`;
    writeSparse(join(directory, name), shapes);
    for (const tensor of Object.keys(shapes)) weight_map[tensor] = name;
  }
  writeFileSync(join(directory, 'model.safetensors.index.json'), JSON.stringify({ weight_map }));
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'remask-conversion-'));
  try {
    writeFolder(join(folder, 'source'));
    const quantize = flags.quantize as Quantization;
    const { parameters, bytes, milliseconds } = await importFolder(join(folder, 'source'), join(folder, 'model'), {
      quantize,
    });
    const peak = process.resourceUsage().maxRSS / 1024;
    const size = `${(parameters / 1e9).toFixed(2)} B parameters, ${((parameters * 2) / 1e9).toFixed(1)} GB as bf16`;
    const speed = `${(milliseconds / 1000).toFixed(0)} s, ${(parameters / milliseconds / 1e3).toFixed(0)} M parameters per second`;
    process.stdout.write(
      `${size}\nto ${quantize}, ${(bytes / 1e9).toFixed(1)} GB: ${speed}, peak memory ${peak.toFixed(0)} MB\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
