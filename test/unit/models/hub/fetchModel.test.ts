/** Downloads from a hub on the loopback interface. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { fetchModel, type FetchOptions } from '../../../../engine/models/hub/fetchModel';
import { EngineError } from '../../../../engine/protocol/errors';
import type { EngineErrorKind, ImportProgress } from '../../../../engine/protocol/messages';
import { COMMIT, startLocalHub, startLocalProxy, type LocalHub } from '../../../support/localHub';
import { temporaryFolder } from '../../../support/temporaryFolder';

const ID = 'owner/model';
const root = temporaryFolder();
const weights = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
const files = new Map([
  ['config.json', Buffer.from('{"model_type":"x"}')],
  ['tokenizer.json', Buffer.from('{}')],
  ['model.safetensors', weights],
  ['pytorch_model.bin', Buffer.from('pickle')],
  ['modeling_x.py', Buffer.from('import os')],
  ['README.md', Buffer.from('# x')],
  ['onnx/model.safetensors', Buffer.from('elsewhere')],
]);

let hub: LocalHub;
let folder: string;
let runs = 0;
beforeEach(async () => {
  hub = await startLocalHub();
  hub.repositories.set(ID, { commit: COMMIT, files });
  folder = join(root, `run-${runs++}`);
});
afterEach(() => hub.close());

/** The environment of a machine that has nothing of Hugging Face's. */
const env = { HF_HOME: join(root, 'no-home') };

function options(changes: Partial<FetchOptions> = {}): FetchOptions {
  const pause = () => Promise.resolve();
  return { endpoint: hub.endpoint, folderFor: (commit) => join(folder, commit), env, pause, ...changes };
}

const fetched = (name: string) => readFileSync(join(folder, COMMIT, name));
const left = () => (existsSync(join(folder, COMMIT)) ? readdirSync(join(folder, COMMIT)).sort() : []);
const fileRequests = () => hub.requests.filter(({ path }) => path.includes('/resolve/'));

async function failure(changes: Partial<FetchOptions> = {}, id = ID): Promise<{ kind: EngineErrorKind; message: string }> {
  try {
    await fetchModel(id, options(changes));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(error.message).not.toContain('\n');
    return error;
  }
  throw new Error('nothing was wrong');
}

describe('fetching a model', () => {
  it('brings configuration, tokenizer and safetensors of the commit, and nothing else', async () => {
    const model = await fetchModel(ID, options());
    expect(model).toEqual({ folder: join(folder, COMMIT), commit: COMMIT, licence: 'mit' });
    expect(left()).toEqual(['config.json', 'model.safetensors', 'tokenizer.json']);
    expect(fetched('model.safetensors').equals(weights)).toBe(true);
    expect(fileRequests().every(({ path }) => path.startsWith(`/${ID}/resolve/${COMMIT}/`))).toBe(true);
  });

  it('asks for the revision it is told, and says so when there is none', async () => {
    await fetchModel(ID, options({ revision: COMMIT }));
    expect(hub.requests[0]?.path).toContain(`/revision/${COMMIT}`);
    expect(await failure({ revision: 'v9' })).toMatchObject({ kind: 'input', message: expect.stringMatching(/no revision v9/) });
  });

  it('tells how far it is, monotonously, up to all bytes', async () => {
    const seen: ImportProgress[] = [];
    await fetchModel(ID, options({ onProgress: (progress) => void seen.push(progress) }));
    expect(seen[0]?.phase).toBe('list');
    const downloads = seen.filter(({ phase }) => phase === 'download');
    const total = weights.length + 18 + 2;
    expect(downloads.every((event, i) => event.total === total && event.done >= (downloads[i - 1]?.done ?? 0))).toBe(true);
    expect(downloads.at(-1)?.done).toBe(total);
    expect(seen.some(({ phase, file }) => phase === 'verify' && file === 'model.safetensors')).toBe(true);
  });

  it('shows progress while a slow link still sends', async () => {
    let release = (): void => undefined;
    hub.faults.hold = { after: 100_000, until: new Promise((resolve) => (release = resolve)) };
    const halfway = new Promise<void>((resolve) => {
      const onProgress = ({ done }: ImportProgress) => void (done >= 100_000 && resolve());
      void fetchModel(ID, options({ onProgress })).then(() => finish());
    });
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    await halfway;
    expect(left()).toContain('model.safetensors.partial');
    release();
    await finished;
    expect(left()).toContain('model.safetensors');
  });

  it('takes nothing anew that is complete', async () => {
    await fetchModel(ID, options());
    const before = fileRequests().length;
    await fetchModel(ID, options());
    expect(fileRequests().length).toBe(before);
  });
});

describe('a connection that breaks', () => {
  beforeEach(() => {
    const here = () => statSync(join(folder, COMMIT, 'model.safetensors.partial'), { throwIfNoEntry: false })?.size;
    hub.faults.beforeCut = (bytes) => vi.waitFor(() => expect(here()).toBe(bytes), 20_000);
  });

  it('goes on from the byte it had', async () => {
    hub.faults.cuts = [18, 2, 100_000, 50_000];
    await fetchModel(ID, options());
    expect(fetched('model.safetensors').equals(weights)).toBe(true);
    const ranges = fileRequests().filter(({ path }) => path.endsWith('.safetensors')).map(({ range }) => range);
    expect(ranges).toEqual([undefined, 'bytes=100000-', 'bytes=150000-']);
  });

  it('starts over where the server cannot go on', async () => {
    hub.faults.cuts = [18, 2, 100_000];
    hub.faults.ignoresRange = true;
    await fetchModel(ID, options());
    expect(fetched('model.safetensors').equals(weights)).toBe(true);
  });

  it('is given up after attempts that bring nothing; the next import goes on', async () => {
    hub.faults.cuts = [18, 2, 100_000, 0, 0, 0, 0, 0];
    const error = await failure();
    expect(error).toMatchObject({ kind: 'network', message: expect.stringMatching(/ at 33 % of model\.safetensors.*go on/) });
    expect(left()).toContain('model.safetensors.partial');
    hub.faults.cuts = [];
    await fetchModel(ID, options());
    expect(fileRequests().at(-1)?.range).toBe('bytes=100000-');
    expect(fetched('model.safetensors').equals(weights)).toBe(true);
    expect(left()).not.toContain('model.safetensors.partial');
  });

  it('is resumed after a cancel; a cancel leaves nothing but what was downloaded', async () => {
    const controller = new AbortController();
    hub.faults.hold = { after: 100_000, until: new Promise(() => undefined) };
    const onProgress = ({ done }: ImportProgress) => void (done >= 100_000 && controller.abort());
    await expect(fetchModel(ID, options({ signal: controller.signal, onProgress }))).rejects.toMatchObject({ name: 'AbortError' });
    expect(left()).toEqual(['config.json', 'model.safetensors.partial', 'tokenizer.json']);
    delete hub.faults.hold;
    await fetchModel(ID, options());
    expect(fileRequests().at(-1)?.range).toMatch(/^bytes=\d{5,}-$/);
    expect(fetched('model.safetensors').equals(weights)).toBe(true);
  });
});

describe('content that is not the listed one', () => {
  it.each(['model.safetensors', 'tokenizer.json'])('%s is refused and deleted', async (name) => {
    hub.faults.damaged.add(name);
    expect(await failure()).toMatchObject({ kind: 'network', message: expect.stringMatching(new RegExp(`^${name} arrived damaged`)) });
    expect(left().filter((file) => file.startsWith(name))).toEqual([]);
    hub.faults.damaged.clear();
    await fetchModel(ID, options());
  });

  it('is refused, too, if the damage is in what an earlier attempt left', async () => {
    mkdirSync(join(folder, COMMIT), { recursive: true });
    writeFileSync(join(folder, COMMIT, 'model.safetensors.partial'), Buffer.alloc(200_000, 1));
    expect((await failure()).message).toMatch(/arrived damaged/);
    await fetchModel(ID, options());
    expect(fetched('model.safetensors').equals(weights)).toBe(true);
  });
});

describe('refusals', () => {
  it.each([
    [401, 'GatedRepo', 'access', /gated: accept its terms on https.*owner\/model.*set a token/],
    [401, 'RepoNotFound', 'access', /does not exist or needs a token/],
    [403, 'GatedRepo', 'access', /gated/],
    [404, 'RepoNotFound', 'input', /no repository owner\/model/],
    [429, '', 'network', /pause/],
    [500, '', 'network', /answered 500/],
  ] as const)('%i %s', async (status, code, kind, message) => {
    hub.faults.refuse = { status, code };
    expect(await failure()).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(left()).toEqual([]);
  });

  it('tells a user with a token what else may be wrong', async () => {
    hub.faults.refuse = { status: 403, code: 'GatedRepo' };
    expect((await failure({ token: 'secret' })).message).toMatch(/your token has no access yet/);
    hub.faults.refuse = { status: 401 };
    expect((await failure({ token: 'secret' })).message).toMatch(/check your token/);
  });

  it.each(['../etc', 'owner', 'a/b/c', 'owner/..', 'o--x/y', 'owner/na me', '/abs/path', ''])('the name %j', async (id) => {
    expect(await failure({}, id)).toMatchObject({ kind: 'input' });
    expect(hub.requests).toEqual([]);
  });

  it('a revision that is a path', async () => {
    expect(await failure({ revision: '../../etc' })).toMatchObject({ kind: 'input' });
    expect(hub.requests).toEqual([]);
  });

  it('weights as pickles', async () => {
    hub.repositories.set(ID, { commit: COMMIT, files: new Map([...files].filter(([name]) => name !== 'model.safetensors')) });
    expect(await failure()).toMatchObject({ kind: 'model', message: expect.stringMatching(/pickles only \(pytorch_model\.bin\).*never loaded/) });
    expect(fileRequests()).toEqual([]);
  });

  it('a full disk, before anything is fetched', async () => {
    const free = () => Promise.resolve(200_100_000);
    expect(await failure({ free })).toMatchObject({ kind: 'space', message: expect.stringMatching(/needs 200 MB.*has 200 MB left/) });
    expect(fileRequests()).toEqual([]);
    const besides = (bytes: number) => bytes;
    await expect(fetchModel(ID, options({ free: () => Promise.resolve(200_400_000), besides }))).rejects.toThrow(/needs 201 MB/);
  });

  it('a hub that is none', async () => {
    await hub.close();
    expect(await failure()).toMatchObject({ kind: 'network', message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\).*proxy/) });
    expect(await failure({ endpoint: 'ftp://x' })).toMatchObject({ kind: 'input' });
  });
});

describe('redirects', () => {
  it('are followed to another host, which never sees the token', async () => {
    const mirror = await startLocalHub();
    mirror.repositories.set(ID, { commit: COMMIT, files });
    hub.faults.filesAt = `http://localhost:${mirror.port}`;
    await fetchModel(ID, options({ token: 'secret' }));
    expect(fetched('model.safetensors').equals(weights)).toBe(true);
    expect(hub.requests.every(({ authorization }) => authorization === 'Bearer secret')).toBe(true);
    expect(mirror.requests.length).toBe(3);
    expect(mirror.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
    expect(mirror.requests[0]?.host).toBe(`localhost:${mirror.port}`);
    await mirror.close();
  });

  it('in a circle end with a message', async () => {
    hub.faults.redirect = `${hub.endpoint}/again`;
    expect(await failure()).toMatchObject({ kind: 'network', message: expect.stringMatching(/redirects more than 5 times/) });
    expect(hub.requests.length).toBe(6);
  });

  it('to anything but http are not followed', async () => {
    hub.faults.redirect = 'file:///etc/passwd';
    expect((await failure()).message).toMatch(/redirects to file:/);
  });
});

describe('the way to the hub', () => {
  it.each(['option', 'HTTPS_PROXY and HTTP_PROXY'])('leads through a proxy named by %s', async (how) => {
    const proxy = await startLocalProxy(hub.port);
    const before = { ...process.env };
    if (how !== 'option') Object.assign(process.env, { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: '', no_proxy: '' });
    try {
      const named = how === 'option' ? { proxy: proxy.url } : {};
      await fetchModel(ID, options({ endpoint: 'http://hub.invalid', ...named }));
    } finally {
      process.env = before;
      await proxy.close();
    }
    expect(new Set(proxy.asked)).toEqual(new Set(['hub.invalid:80']));
    expect(fetched('model.safetensors').equals(weights)).toBe(true);
  });

  it.each(['option', 'HTTP_PROXY'])('leads through a proxy that %s names without a protocol, as other tools take it', async (how) => {
    const proxy = await startLocalProxy(hub.port);
    const address = new URL(proxy.url).host;
    const named = how === 'option' ? { proxy: address } : { env: { ...env, HTTP_PROXY: address } };
    await fetchModel(ID, options({ endpoint: 'http://hub.invalid', ...named })).finally(() => proxy.close());
    expect(new Set(proxy.asked)).toEqual(new Set(['hub.invalid:80']));
  });

  it('takes a token without the line break behind it', async () => {
    await fetchModel(ID, options({ env: { ...env, HF_TOKEN: 'from-env\r\n' } }));
    expect(hub.requests[0]?.authorization).toBe('Bearer from-env');
  });

  it('says that a token is none, rather than that the hub cannot be reached', async () => {
    expect(await failure({ token: 'hf_\u00e4\u2014' })).toMatchObject({ kind: 'access', message: expect.stringMatching(/token holds characters/) });
    expect(hub.requests).toEqual([]);
  });

  it('needs no token where the saved one cannot be read', async () => {
    await fetchModel(ID, options({ env: { ...env, HF_TOKEN_PATH: root } }));
    expect(hub.requests[0]?.authorization).toBeUndefined();
  });

  it('takes endpoint and token from the variables of Hugging Face’s tools', async () => {
    const { endpoint: _, ...rest } = options({ env: { ...env, HF_ENDPOINT: `${hub.endpoint}/`, HF_TOKEN: 'from-env' } });
    await fetchModel(ID, rest);
    expect(hub.requests[0]?.authorization).toBe('Bearer from-env');
  });
});

describe('the cache of Hugging Face’s tools', () => {
  const home = join(root, 'hf');
  const repository = join(home, 'hub/models--owner--model');
  const blob = join(repository, 'blobs/weights');
  const cacheEnv = { HF_HOME: home };

  beforeEach(() => {
    rmSync(home, { recursive: true, force: true });
    for (const part of ['refs', 'blobs', `snapshots/${COMMIT}`]) mkdirSync(join(repository, part), { recursive: true });
    writeFileSync(join(repository, 'refs/main'), COMMIT);
    for (const [name, content] of files) if (!name.includes('/')) writeFileSync(join(repository, 'snapshots', COMMIT, name), content);
    rmSync(join(repository, 'snapshots', COMMIT, 'model.safetensors'));
    writeFileSync(blob, weights);
    symlinkSync('../../blobs/weights', join(repository, 'snapshots', COMMIT, 'model.safetensors'));
  });

  it('spares the download, and the disk where it can be shared', async () => {
    await fetchModel(ID, options({ env: cacheEnv }));
    expect(fileRequests()).toEqual([]);
    expect(statSync(join(folder, COMMIT, 'model.safetensors')).ino).toBe(statSync(blob).ino);
  });

  it('serves alone when the hub cannot be reached', async () => {
    await hub.close();
    expect(await fetchModel(ID, options({ env: cacheEnv }))).toMatchObject({ commit: COMMIT });
    expect(fetched('model.safetensors').equals(weights)).toBe(true);
    expect(await failure({ env: cacheEnv, revision: 'other' })).toMatchObject({ kind: 'network' });
  });

  it('is not believed: a file with another hash is downloaded', async () => {
    writeFileSync(blob, Buffer.alloc(weights.length, 3));
    await fetchModel(ID, options({ env: cacheEnv }));
    expect(fileRequests().length).toBe(1);
    expect(fetched('model.safetensors').equals(weights)).toBe(true);
  });

  it('is not followed out of the repository’s folder', async () => {
    const link = join(repository, 'snapshots', COMMIT, 'tokenizer.json');
    rmSync(link);
    writeFileSync(join(root, 'outside'), '{}');
    symlinkSync(join(root, 'outside'), link);
    expect(await failure({ env: cacheEnv })).toMatchObject({ kind: 'model', message: expect.stringMatching(/tokenizer\.json is a link out/) });
  });
});
