import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

import { readModelFolder, readStreamsFolder } from '../../../engine/models/manifest';
import { defaultRoots, listModels, resolveModel } from '../../../engine/models/store';
import { parameterCount } from '../../../engine/models/streamsConfig';
import { verifyFolder } from '../../../engine/models/verify';
import { unusableIds } from '../../../engine/models/vocabulary';
import { EngineError } from '../../../engine/protocol/errors';
import { temporaryFolder } from '../../support/temporaryFolder';
import { writeManifest, writeTinyModel } from '../../support/tinyModel';

const root = temporaryFolder();
const whole = writeTinyModel(join(root, 'whole'));
let directory: string;

beforeEach(() => {
  directory = join(root, 'copy');
  rmSync(directory, { recursive: true, force: true });
  cpSync(whole, directory, { recursive: true });
});

function change(name: string, edit: (json: Record<string, unknown>) => object): void {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(edit(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)));
}

/** The message of the EngineError that `act` raises. */
function complaint(act: () => unknown, kind = 'model'): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(error.kind).toBe(kind);
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  throw new Error('nothing was wrong');
}

describe('reading a model folder', () => {
  it('accepts a complete one', () => {
    expect(readModelFolder(directory)).toMatchObject({ directory, manifest: { id: 'tiny' }, config: { window: 8 } });
  });

  it.each(['remask.json', 'config.json', 'model.safetensors', 'tokenizer.json'])('names a missing %s', (name) => {
    rmSync(join(directory, name));
    expect(complaint(() => readModelFolder(directory))).toContain(join(directory, name));
  });

  it('names a file whose length is not the listed one', () => {
    writeFileSync(join(directory, 'model.safetensors'), 'short');
    expect(complaint(() => readModelFolder(directory))).toMatch(/model\.safetensors has 5 bytes, remask\.json says \d+/);
  });

  it('takes a calibration, and names what is wrong with one', () => {
    const calibration = { bias: -1, logit: 0.5, decided: -2, decidedLogit: 0.1 };
    change('remask.json', (json) => ({ ...json, calibration }));
    const asBefore = { proposed: 0, proposedLogit: 0 };
    expect(readStreamsFolder(directory).manifest.calibration).toEqual({ ...calibration, ...asBefore });
    change('remask.json', (json) => ({ ...json, calibration: { ...calibration, logit: 'half' } }));
    expect(complaint(() => readStreamsFolder(directory))).toMatch(/remask\.json.*logit/);
  });

  it('names a file that is not JSON', () => {
    writeFileSync(join(directory, 'remask.json'), '{');
    expect(complaint(() => readModelFolder(directory))).toMatch(/remask\.json is not valid JSON/);
  });

  it.each([
    ['a later schema', { schema: 2 }, /schema/],
    ['an unknown family', { family: 'nobody-knows' }, /family/],
    ['a file outside the folder', { files: { '../x': { sha256: '0'.repeat(64), bytes: 0 } } }, /files/],
    ['a path as a file', { files: { 'a/b': { sha256: '0'.repeat(64), bytes: 0 } } }, /files/],
    ['a file named as the parent', { files: { '..': { sha256: '0'.repeat(64), bytes: 0 } } }, /files/],
    ['a hash that is none', { files: { x: { sha256: 'abc', bytes: 0 } } }, /files/],
  ])('refuses a manifest with %s', (_, edit, message) => {
    change('remask.json', (json) => ({ ...json, ...edit }));
    expect(complaint(() => readModelFolder(directory))).toMatch(message);
  });

  it.each([
    ['no window', { window: undefined }, /window/],
    ['an odd head', { head_dim: 7 }, /head_dim/],
    ['heads that cannot share keys', { num_key_value_heads: 3 }, /num_key_value_heads/],
    ['a mask id beyond the vocabulary', { mask_token_id: 288 }, /special id exceeds vocab_size/],
    ['another architecture', { model_type: 'qwen2' }, /model_type/],
  ])('refuses a config with %s', (_, edit, message) => {
    change('config.json', (json) => ({ ...json, ...edit }));
    writeManifest(directory);
    expect(complaint(() => readModelFolder(directory))).toMatch(message);
  });

  it('finds a changed file by its hash when asked', async () => {
    await expect(verifyFolder(readModelFolder(directory))).resolves.toBeUndefined();
    const path = join(directory, 'model.safetensors');
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await expect(verifyFolder(readModelFolder(directory))).rejects.toThrow(/model\.safetensors differs/);
  });

  it('counts the parameters of a body', () => {
    const { config } = readStreamsFolder(directory);
    const perLayer = 32 * (32 + 16 + 16) + 32 * 32 + 2 * 8 + 2 * 32 + 3 * 32 * 48;
    expect(parameterCount(config)).toBe(288 * 32 + 3 * 32 + 32 + 3 * perLayer);
  });
});

describe('ids that never appear in text', () => {
  it('are specials, reserved ids and rows without a token, but neither delete nor expand', () => {
    const ids = unusableIds(readModelFolder(directory));
    expect(ids).toEqual([0, 1, 2, 3, ...range(6, 16), ...range(278, 288)]);
  });

  it('include special added tokens, and not ordinary added ones', () => {
    change('tokenizer.json', (json) => ({
      ...json,
      added_tokens: [
        { id: 280, content: '<|end|>', special: true },
        { id: 281, content: '\t\t', special: false },
      ],
    }));
    writeManifest(directory);
    const ids = unusableIds(readModelFolder(directory));
    expect(ids).toContain(280);
    expect(ids).not.toContain(281);
  });
});

describe('the store', () => {
  const bundled = join(root, 'bundled');
  const imported = join(root, 'imported');
  writeTinyModel(join(bundled, 'a'), { id: 'first' });
  writeTinyModel(join(bundled, 'b'), { id: 'second' });
  writeTinyModel(join(imported, 'c'), { id: 'third' });
  mkdirSync(join(imported, 'not-a-model'));
  writeTinyModel(join(imported, 'broken'), { id: 'broken' });
  rmSync(join(imported, 'broken/config.json'));
  const roots = { bundled, imported: [imported, join(root, 'nowhere')] };

  it('finds bundled models beside dist/ and at the root of the sources', () => {
    mkdirSync(join(root, 'package'));
    cpSync(bundled, join(root, 'package/models'), { recursive: true });
    const found = join(root, 'package/models');
    expect(defaultRoots({}, join(root, 'package/dist')).bundled).toBe(found);
    expect(defaultRoots({}, join(root, 'package/engine/models')).bundled).toBe(found);
    expect(defaultRoots({}, join(root, 'elsewhere/dist')).bundled).toBeUndefined();
  });

  it('reads the folders of imported models from the environment', () => {
    const env = { REMASK_MODELS: [imported, '', bundled].join(delimiter) };
    expect(defaultRoots(env).imported).toEqual([imported, bundled]);
  });

  it('refuses a file in place of such a folder, and waits for one that is not there', () => {
    const file = join(imported, 'c/config.json');
    for (const path of [file, join(file, 'models')]) {
      expect(complaint(() => defaultRoots({ REMASK_MODELS: [imported, path].join(delimiter) }), 'input')).toBe(
        `REMASK_MODELS names ${path}, which is no folder: name one that holds model folders.`,
      );
    }
    const later = join(root, 'later');
    expect(listModels({ bundled: undefined, imported: defaultRoots({ REMASK_MODELS: later }).imported })).toBeTruthy();
  });

  it('names a folder of models that cannot be read', () => {
    const file = join(imported, 'c/config.json');
    expect(complaint(() => listModels({ bundled: undefined, imported: [file] }), 'input')).toMatch(
      /config\.json cannot be read \(ENOTDIR\): make it readable, or let REMASK_MODELS name another/,
    );
  });

  it('lists what is here, then what is published, and leaves broken folders out', () => {
    const models = listModels(roots);
    expect(models.slice(0, 4).map(({ id, source }) => [id, source])).toEqual([
      ['first', 'bundled'],
      ['second', 'bundled'],
      ['third', 'imported'],
      [expect.any(String), 'published'],
    ]);
    expect(models.every(({ licence, bytes, parameters }) => licence !== '' && bytes > 0 && parameters > 0)).toBe(true);
  });

  it('resolves an id, a folder, and nothing at all', () => {
    expect(resolveModel('third', roots).info).toMatchObject({ source: 'imported', directory: join(imported, 'c') });
    expect(resolveModel(directory, roots).info).toMatchObject({ id: 'tiny', directory });
    expect(resolveModel(undefined, roots).info.id).toBe('first');
  });

  it('explains what cannot be resolved', () => {
    expect(complaint(() => resolveModel('nobody', roots), 'input')).toMatch(/named nobody\. Choose one of: first, second, third/);
    expect(complaint(() => resolveModel('broken', roots))).toContain(join('broken', 'config.json'));
    expect(complaint(() => resolveModel(root, roots))).toContain(join(root, 'remask.json'));
    expect(complaint(() => resolveModel('GSAI-ML/LLaDA-8B-Base', roots))).toMatch(/published but not on this machine/);
    const empty = { bundled: undefined, imported: [] };
    expect(complaint(() => resolveModel(undefined, empty))).toMatch(/No model is installed/);
    expect(complaint(() => resolveModel('x', empty), 'input')).toMatch(/None is installed/);
  });
});

function range(begin: number, end: number): number[] {
  return Array.from({ length: end - begin }, (_, i) => begin + i);
}
