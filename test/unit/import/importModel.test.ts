/** From a repository or a folder to a model among the others: names, places, locks, what is left when it ends early. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { importModel, type ImportModelOptions } from '../../../engine/import/importModel';
import { removeModel } from '../../../engine/models/removeModel';
import { listModels, resolveModel, type StoreRoots } from '../../../engine/models/store';
import { withLock } from '../../../engine/models/storeLock';
import { COMMIT, startLocalHub, type LocalHub } from '../../support/localHub';
import { copyPublished, publishedFiles } from '../../support/publishedFolder';
import { temporaryFolder } from '../../support/temporaryFolder';
import { writeManifest, writeTinyModel } from '../../support/tinyModel';

const ID = 'owner/model';
const root = temporaryFolder();
let hub: LocalHub;
let store: string;
let roots: StoreRoots;
let runs = 0;

beforeEach(async () => {
  hub = await startLocalHub();
  hub.repositories.set(ID, { commit: COMMIT, files: publishedFiles() });
  store = join(root, `models-${runs++}`);
  roots = { bundled: undefined, imported: [store] };
});
afterEach(() => hub.close());

const options = (changes: ImportModelOptions = {}): ImportModelOptions => ({
  endpoint: hub.endpoint,
  env: { HF_HOME: join(root, 'no-home') },
  roots,
  ...changes,
});
const downloads = () => readdirSync(join(store, '.downloads'));

describe('an import from the hub', () => {
  it('becomes a model that says where it came from, and leaves no download', async () => {
    const model = await importModel(ID, options());
    expect(model).toMatchObject({
      id: ID,
      source: 'imported',
      licence: 'mit',
      revision: COMMIT,
      directory: join(store, 'owner--model'),
    });
    expect(resolveModel(ID, roots).info).toEqual(model);
    expect(downloads()).toEqual([]);
    expect(readdirSync(store).filter((name) => !['.downloads', 'owner--model'].includes(name))).toEqual([]);
  });

  it('takes the place of an earlier one, whatever its weights were', async () => {
    await importModel(ID, options());
    await importModel(ID, options({ quantize: 'none' }));
    expect(listModels(roots).filter(({ source }) => source === 'imported').length).toBe(1);
    const manifest = JSON.parse(readFileSync(join(store, 'owner--model/remask.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ quantization: 'none', origin: { id: ID, revision: COMMIT } });
  });

  it('keeps the earlier one when it fails', async () => {
    const before = await importModel(ID, options());
    hub.repositories.set(ID, {
      commit: 'f'.repeat(40),
      files: new Map(publishedFiles()).set('config.json', Buffer.from('{}')),
    });
    await expect(importModel(ID, options())).rejects.toThrow(/model_type|family/);
    expect(resolveModel(ID, roots).info).toEqual(before);
  });

  it('that fills the disk while it converts says so of the model, and is no mistake of the user', async () => {
    const onProgress: ImportModelOptions['onProgress'] = ({ phase }) => {
      if (phase === 'convert') throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    };
    await expect(importModel(ID, options({ onProgress }))).rejects.toMatchObject({
      kind: 'space',
      message: expect.stringContaining(`disk is full, ${join(store, 'owner--model')} could not be written`) as string,
    });
  });

  it('is stopped while it converts, and leaves only the download', async () => {
    const stop = new AbortController();
    const onProgress: ImportModelOptions['onProgress'] = ({ phase }) => void (phase === 'convert' && stop.abort());
    await expect(importModel(ID, options({ signal: stop.signal, onProgress }))).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(readdirSync(store)).toEqual(['.downloads']);
    const requests = hub.requests.length;
    await importModel(ID, options());
    expect(hub.requests.slice(requests).filter(({ path }) => path.includes('/resolve/'))).toEqual([]);
  });

  it('of a known model takes the commit of the catalogue', async () => {
    await expect(importModel('FREDZZP/open-dcoder-0.5b', options())).rejects.toThrow();
    expect(hub.requests[0]?.path).toMatch(
      /fredzzp\/open-dcoder-0\.5B\/revision\/d0d86d5b99960c05258bb1f8265dd91564dbac67/,
    );
  });

  it('of an unknown family is refused before its weights have come', async () => {
    hub.repositories.set(ID, {
      commit: COMMIT,
      files: new Map(publishedFiles()).set('config.json', Buffer.from('{"model_type":"gpt_unknown"}')),
    });
    await expect(importModel(ID, options())).rejects.toMatchObject({
      kind: 'model',
      message: expect.stringMatching(/gpt_unknown/) as string,
    });
    expect(hub.requests.filter(({ path }) => path.endsWith('.safetensors'))).toEqual([]);
  });

  it('is refused before the download if the machine cannot hold the model, but not for another place', async () => {
    await expect(importModel(ID, options({ machine: 1e8 }))).rejects.toThrow(/needs about 250 MB of memory/);
    expect(hub.requests.length).toBe(1);
    const to = join(root, `elsewhere-${runs}`);
    expect(await importModel(ID, options({ machine: 1e8, to }))).toMatchObject({ directory: to });
  });
});

describe('an import from a folder', () => {
  it('has no revision to choose', async () => {
    const folder = copyPublished(join(root, 'plain'));
    await expect(importModel(folder, options({ revision: 'main' }))).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(/plain is a folder here.*leave out --revision/) as string,
    });
    expect(existsSync(store)).toBe(false);
  });

  it('is named after it, or after the repository whose snapshot it is', async () => {
    const plain = copyPublished(join(root, 'My model (2)'));
    expect(await importModel(plain, options())).toMatchObject({ id: 'My-model-2-' });
    const snapshot = join(root, 'cache/models--some--thing/snapshots', COMMIT);
    expect(await importModel(copyPublished(snapshot), options())).toMatchObject({ id: 'some/thing', revision: COMMIT });
  });

  it('that is a model of ours already copies it, after comparing hashes', async () => {
    const ready = writeTinyModel(join(root, 'ready'), { id: 'ready' });
    writeFileSync(join(ready, 'unlisted.txt'), 'x');
    const model = await importModel(ready, options());
    expect(model).toMatchObject({ id: 'ready', family: 'remask_streams', directory: join(store, 'ready') });
    expect(existsSync(join(store, 'ready/unlisted.txt'))).toBe(false);
    const weights = join(ready, 'model.safetensors');
    const bytes = readFileSync(weights);
    bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
    writeFileSync(weights, bytes);
    await expect(importModel(ready, options())).rejects.toThrow(/model\.safetensors differs/);
  });

  it('that is a model of ours keeps its id, whatever the folder is called', async () => {
    const ready = writeTinyModel(join(root, 'download (3)'), { id: 'maker/ready' });
    const model = await importModel(ready, options());
    expect(model).toMatchObject({ id: 'maker/ready', directory: join(store, 'maker--ready') });
    expect(resolveModel('maker/ready', roots).info).toEqual(model);
    const bundled = join(root, 'of-the-package');
    writeTinyModel(join(bundled, 'any'), { id: 'maker/ready' });
    await expect(importModel(ready, options({ roots: { bundled, imported: [store] } }))).rejects.toThrow(
      /maker\/ready is the name of a bundled model: give another id in its remask\.json/,
    );
    writeManifest(ready, '../escaped');
    await expect(importModel(ready, options())).rejects.toThrow(/no folder can be named "\.\.\/escaped"/);
  });

  it('that is a model of ours is not quantized again', async () => {
    const ready = writeTinyModel(join(root, 'exact'));
    const quantized = importModel(ready, options({ quantize: 'int4' }));
    await expect(quantized).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(/exact is a model of Remask already .*: leave out --quantize/) as string,
    });
    expect(readdirSync(store)).toEqual([]);
  });

  it('that lists too little of itself leaves the earlier model where it is', async () => {
    const ready = writeTinyModel(join(root, 'sharded'));
    const before = await importModel(ready, options());
    const [index, shard] = ['model.safetensors.index.json', 'model-00001-of-00001.safetensors'];
    renameSync(join(ready, 'model.safetensors'), join(ready, shard));
    writeManifest(ready);
    writeFileSync(join(ready, index), JSON.stringify({ weight_map: { any: shard } }));
    await expect(importModel(ready, options())).rejects.toThrow(/remask\.json does not list all files of the model/);
    expect(resolveModel('tiny', roots).info).toEqual(before);
    expect(readdirSync(store)).toEqual(['tiny']);
    writeManifest(ready);
    await expect(importModel(ready, options())).resolves.toMatchObject({ id: 'tiny' });
    expect(readdirSync(join(store, 'tiny'))).toContain(index);
  });

  it('goes where it is told, if nothing is there', async () => {
    const folder = copyPublished(join(root, 'source'));
    const to = join(root, 'target');
    expect(await importModel(folder, options({ to }))).toMatchObject({ directory: to });
    await expect(importModel(folder, options({ to }))).rejects.toThrow(/exists already/);
    expect(existsSync(store)).toBe(false);
  });

  it('must not take the name of a bundled model', async () => {
    const bundled = join(root, 'bundled');
    writeTinyModel(join(bundled, 'tiny'), { id: 'tiny' });
    const folder = copyPublished(join(root, 'copies/tiny'));
    await expect(importModel(folder, options({ roots: { bundled, imported: [store] } }))).rejects.toThrow(
      /name of a bundled model/,
    );
  });

  it.each(['nowhere', '/nowhere/at all', 'a/b/c'])('%s does not exist', async (source) => {
    await expect(importModel(source, options())).rejects.toMatchObject({ kind: 'input' });
  });
});

describe('two at once', () => {
  it('the second is told to wait, for the same model only', async () => {
    const folder = copyPublished(join(root, 'source'));
    await withLock(join(store, 'source'), async () => {
      await expect(importModel(folder, options())).rejects.toMatchObject({ kind: 'busy' });
      await expect(importModel(ID, options())).resolves.toMatchObject({ id: ID });
    });
    await expect(importModel(folder, options())).resolves.toMatchObject({ id: 'source' });
  });

  it('what a crash left is cleared by the next', async () => {
    for (const name of ['.incoming-source', '..incoming-source.partial-1', '.removed-source-1'])
      mkdirSync(join(store, name), { recursive: true });
    await importModel(copyPublished(join(root, 'source')), options());
    expect(readdirSync(store)).toEqual(['source']);
  });
});

describe('removing', () => {
  it('deletes an imported model, and then there is none', async () => {
    await importModel(ID, options());
    await removeModel(ID, roots);
    expect(readdirSync(store)).toEqual(['.downloads']);
    await expect(removeModel(ID, roots)).rejects.toMatchObject({ kind: 'input' });
  });

  it('deletes what a stopped download left, which the list shows', async () => {
    const known = 'fredzzp/open-dcoder-0.5B';
    const stop = new AbortController();
    hub.repositories.set(known, { commit: 'd0d86d5b99960c05258bb1f8265dd91564dbac67', files: publishedFiles() });
    hub.faults.hold = { after: 1000, until: new Promise(() => undefined) };
    const onProgress: ImportModelOptions['onProgress'] = ({ done }) => void (done > 1000 && stop.abort());
    await expect(importModel(known, options({ signal: stop.signal, onProgress }))).rejects.toThrow();
    const listed = () => listModels(roots).find(({ id }) => id === known);
    expect(listed()).toMatchObject({ source: 'published', pausedBytes: expect.any(Number) as number });
    await removeModel(known, roots);
    expect(listed()?.pausedBytes).toBeUndefined();
    expect(downloads()).toEqual([]);
  });

  it('never deletes what is bundled, nor anything outside', async () => {
    const bundled = join(root, 'bundled');
    writeTinyModel(join(bundled, 'tiny'), { id: 'tiny' });
    const both = { bundled, imported: [store] };
    await expect(removeModel('tiny', both)).rejects.toThrow(/comes with Remask/);
    for (const name of ['..', '../bundled', 'a/../..', '.downloads', '']) {
      await expect(removeModel(name, both)).rejects.toMatchObject({ kind: 'input' });
    }
  });
});
