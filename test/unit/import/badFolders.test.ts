/** Folders that must not be imported: each refused with one line that names the culprit, nothing left behind. */
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

import { importModel, type ImportModelOptions } from '../../../engine/import/importModel';
import { EngineError } from '../../../engine/protocol/errors';
import { copyPublished, editJson, editWeights, type Header, type HeaderEntry } from '../../support/publishedFolder';
import { encodeRaw } from '../../support/safetensorsWriter';
import { temporaryFolder } from '../../support/temporaryFolder';

const root = temporaryFolder();
const store = join(root, 'models');
const folder = join(root, 'published');
const options: ImportModelOptions = { roots: { bundled: undefined, imported: [store] } };
const NORM = 'model.layers.0.input_layernorm.weight';

beforeEach(() => {
  copyPublished(folder);
  rmSync(store, { recursive: true, force: true });
});

async function refusal(changes: ImportModelOptions = {}): Promise<EngineError> {
  try {
    await importModel(folder, { ...options, ...changes });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(error.message).not.toContain('\n');
    expect(existsSync(store) ? readdirSync(store) : []).toEqual([]);
    return error;
  }
  throw new Error('the folder was accepted');
}

const weights = (edit: (header: Header) => void) => () => editWeights(folder, edit);
const raw = (content: Uint8Array) => () => writeFileSync(join(folder, 'model.safetensors'), content);
const config = (changes: object) => () => editJson(folder, 'config.json', (json) => ({ ...json, ...changes }));
const norm = (header: Header): HeaderEntry => {
  const entry = header[NORM];
  if (!entry) throw new Error('the fixture has no such tensor');
  return entry;
};

/** A length of 2^62 bytes and nothing behind it. */
const hugeHeader = Buffer.alloc(64);
hugeHeader.writeBigUInt64LE(2n ** 62n);

describe('a published folder is refused if', () => {
  it.each<[string, () => void, RegExp]>([
    ['its header claims 2^62 bytes', raw(hugeHeader), /model\.safetensors .*not in the safetensors format/],
    [
      'its header is longer than the file',
      raw(encodeRaw(' '.repeat(99), Buffer.alloc(0)).subarray(0, 50)),
      /model\.safetensors .*cut short/,
    ],
    [
      'its weights are cut short',
      () => truncateSync(join(folder, 'model.safetensors'), 30_000),
      /model\.safetensors .*cut short: \d+ bytes/,
    ],
    [
      'tensors overlap',
      weights((header) => void (norm(header).data_offsets = [0, 64])),
      /model\.safetensors .*tensor \S+ overlaps/,
    ],
    [
      'an offset is negative',
      weights((header) => void (norm(header).data_offsets = [-8, 0])),
      new RegExp(`model\\.safetensors .*${NORM} .*malformed`),
    ],
    [
      'a size is negative',
      weights((header) => void (norm(header).shape = [-4])),
      new RegExp(`model\\.safetensors .*${NORM} .*malformed`),
    ],
    [
      'a type is none that holds weights',
      weights((header) => void (norm(header).dtype = 'I64')),
      new RegExp(`${NORM} has type I64`),
    ],
    [
      'a size does not follow from the shape',
      weights((header) => void (norm(header).shape = [2 ** 40])),
      new RegExp(`${NORM} takes`),
    ],
    [
      'it is a pickle under another name',
      raw(Buffer.from('\x80\x02}q\x00(X\x06\x00\x00\x00weightq\x01')),
      /model\.safetensors .*not in the safetensors format/,
    ],
    [
      'it holds pickles only',
      () => {
        rmSync(join(folder, 'model.safetensors'));
        writeFileSync(join(folder, 'pytorch_model.bin'), 'x');
      },
      /pickles only/,
    ],
    ['it has no weights', () => rmSync(join(folder, 'model.safetensors')), /has no model\.safetensors/],
    ['it has no config.json', () => rmSync(join(folder, 'config.json')), /config\.json/],
    [
      'config.json is no JSON',
      () => writeFileSync(join(folder, 'config.json'), '{"model_type":'),
      /config\.json is not valid JSON/,
    ],
    [
      'config.json is a list',
      () => writeFileSync(join(folder, 'config.json'), '[]'),
      /config\.json does not describe a model/,
    ],
    ['its family is unknown', config({ model_type: 'gpt_unknown', architectures: ['GptUnknown'] }), /gpt_unknown/],
    ['its sizes are absurd', config({ hidden_size: 1e9 }), /hidden_size/],
    ['its sizes are of the wrong kind', config({ num_hidden_layers: 'many' }), /num_hidden_layers/],
    [
      'a tensor has another shape',
      config({ intermediate_size: 64 }),
      /tensor \S+ is \[\d+,\d+\], config\.json asks for \[\d+,\d+\]/,
    ],
    ['a tensor is missing', config({ num_hidden_layers: 40 }), /tensor model\.layers\.\d+\.\S+ is missing/],
    [
      'its tokenizer has more ids than the model rows',
      () => editJson(folder, 'added_tokens.json', (json) => ({ ...json, '<x>': 100_000 })),
      /tokenizer has ids up to 100000/,
    ],
    [
      'its tokenizer falls back on bytes that it does not have',
      () =>
        writeFileSync(
          join(folder, 'tokenizer.json'),
          JSON.stringify({ model: { type: 'BPE', byte_fallback: true, vocab: { a: 0 }, merges: [] } }),
        ),
      /tokenizer\.json: it falls back on bytes and lacks some/,
    ],
    [
      'its tokenizer is missing',
      () => {
        rmSync(join(folder, 'vocab.json'));
        rmSync(join(folder, 'merges.txt'));
      },
      /tokenizer/,
    ],
    [
      'its tokenizer is no JSON',
      () => writeFileSync(join(folder, 'vocab.json'), 'no'),
      /vocab\.json is not valid JSON/,
    ],
    [
      'the index names a file elsewhere',
      () => {
        rmSync(join(folder, 'model.safetensors'));
        writeFileSync(join(folder, 'model.safetensors.index.json'), '{"weight_map":{"x":"../secret.safetensors"}}');
      },
      /model\.safetensors\.index\.json/,
    ],
  ])('%s', async (_, damage, message) => {
    damage();
    const error = await refusal();
    expect(error.kind).toBe('model');
    expect(error.message).toMatch(message);
  });

  it.each(['model.safetensors', 'config.json', 'vocab.json'])('%s is a link out of it', async (name) => {
    const outside = copyPublished(join(root, 'outside'));
    rmSync(join(folder, name));
    symlinkSync(join(outside, name), join(folder, name));
    expect((await refusal()).message).toMatch(new RegExp(`${name} is a link out of its folder`));
  });

  it('one of its files is a folder', async () => {
    rmSync(join(folder, 'config.json'));
    mkdirSync(join(folder, 'config.json'));
    expect((await refusal()).message).toMatch(/config\.json is not a plain file/);
  });

  it('the disk is too full for it', async () => {
    const error = await refusal({ free: () => Promise.resolve(1000) });
    expect(error).toMatchObject({ kind: 'space', message: expect.stringMatching(/make room/) as string });
  });

  it('the machine cannot hold it, and is told what would fit', async () => {
    expect((await refusal({ machine: 1e8 })).message).toMatch(
      /needs about 250 MB of memory.*has 100 MB.*bundled model/,
    );
  });
});

it('is accepted as it was; a link within the folder is followed', async () => {
  symlinkSync('config.json', join(folder, 'alias.json'));
  expect(await importModel(folder, options)).toMatchObject({ source: 'imported', id: 'published' });
});
