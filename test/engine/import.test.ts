/** Importing through the built command line and the engine's process, from a hub on the loopback interface. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';

import * as protocol from '../../engine/protocol/messages';
import { COMMIT, startLocalHub, type LocalHub } from '../support/localHub';
import { PUBLISHED_FIXTURE, publishedFiles } from '../support/publishedFolder';
import { ndjson, runCli } from '../support/runCli';
import { temporaryFolder } from '../support/temporaryFolder';

const ID = 'owner/model';
const root = temporaryFolder();
const built = (name: string): string => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
let hub: LocalHub;
let store: string;
let runs = 0;

beforeEach(async () => {
  hub = await startLocalHub();
  hub.repositories.set(ID, { commit: COMMIT, files: publishedFiles() });
  store = join(root, `models-${runs++}`);
});
afterEach(() => hub.close());

const env = () => ({
  REMASK_MODELS: store,
  HF_ENDPOINT: hub.endpoint,
  HF_HOME: join(root, 'no-home'),
  HF_TOKEN: '',
  NO_PROXY: '*',
});
const cli = (...args: readonly string[]) => runCli(args, env());

describe('remask import', () => {
  it('downloads, converts, lists, inspects, runs and removes a model', async () => {
    const imported = await cli('import', ID, '--json');
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    const lines = ndjson(imported.stdout);
    expect(new Set(lines.map(({ phase }) => phase))).toEqual(
      new Set(['list', 'download', 'verify', 'convert', undefined]),
    );
    expect(lines.at(-1)).toMatchObject({
      type: 'result',
      id: ID,
      revision: COMMIT,
      directory: join(store, 'owner--model'),
    });
    const models = ndjson((await cli('models', '--json')).stdout);
    expect(models).toContainEqual(expect.objectContaining({ id: ID, source: 'imported', fits: true }));
    const facts = JSON.parse((await cli('inspect', ID, '--json')).stdout) as object;
    expect(facts).toMatchObject({
      quantization: 'int8',
      origin: { id: ID, revision: COMMIT },
      memoryBytes: expect.any(Number) as number,
    });
    const logits = await cli('logits', '--model', ID, '--ids', '1,2,3', '--rows', '2', '--json');
    expect(ndjson(logits.stdout)).toMatchObject([{ type: 'logits', row: 2 }]);
    expect(await cli('models', '--remove', ID)).toMatchObject({ code: 0, stdout: '' });
    expect(existsSync(join(store, 'owner--model'))).toBe(false);
  });

  it('without --json and a terminal prints the folder alone', async () => {
    const to = join(root, 'elsewhere');
    const outcome = await cli('import', PUBLISHED_FIXTURE, '--to', to, '--quantize', 'int4');
    expect(outcome).toMatchObject({ code: 0, stdout: `${to}\n` });
    // Its name would not find it there.
    expect(outcome.stderr.endsWith(`Use it with --model ${to}\n`)).toBe(true);
    expect(JSON.parse((await cli('inspect', to, '--json')).stdout)).toMatchObject({ quantization: 'int4' });
  });

  it.each<[readonly string[], () => unknown, RegExp, number]>([
    [[ID], () => (hub.faults.refuse = { status: 401, code: 'GatedRepo' }), /gated: accept its terms/, 1],
    [['owner/other'], () => undefined, /no repository owner\/other/, 2],
    [[ID], () => hub.faults.damaged.add('model.safetensors'), /model\.safetensors arrived damaged/, 1],
    [['what is this'], () => undefined, /neither a folder nor a repository/, 2],
  ])('%j fails with one line and an exit code', async (args, prepare, message, code) => {
    prepare();
    const outcome = await cli('import', ...args);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(/^remask: [^\n]+\n$/);
    expect(outcome.stderr).toMatch(message);
  });

  // Windows has no signals: there, a console sends Ctrl+C, and no other process can.
  it.skipIf(process.platform === 'win32')('stops at Ctrl+C, keeps what has come, and goes on from there', async () => {
    hub.faults.hold = { after: 20_000, until: new Promise(() => undefined) };
    const child = spawn(process.execPath, [built('cli.js'), 'import', ID, '--json'], {
      env: { ...process.env, ...env() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes('"file":"model.safetensors"')) child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^remask: stopped; [^\n]*go on\n$/) as string,
    });
    const partial = readdirSync(join(store, '.downloads', `owner--model@${COMMIT}`));
    expect(partial).toContain('model.safetensors.partial');
    delete hub.faults.hold;
    expect((await cli('import', ID)).code).toBe(0);
    expect(hub.requests.at(-1)?.range).toMatch(/^bytes=\d+-$/);
  });
});

describe('models/import and models/remove', () => {
  let child: ChildProcess;
  let connection: MessageConnection;
  beforeEach(() => {
    child = fork(built('engine.js'), { stdio: 'inherit', env: { ...process.env, ...env() } });
    connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.listen();
  });
  afterEach(() => {
    connection.dispose();
    child.kill();
  });

  const params = { importId: 'i', source: ID, token: 'secret' };

  it('tell their progress, need no loaded model, and keep the one in use', async () => {
    const phases = new Set<string>();
    connection.onNotification(
      protocol.ImportNotification,
      ({ importId, phase }) => void phases.add(`${importId} ${phase}`),
    );
    const model = await connection.sendRequest(protocol.ImportRequest, params);
    expect(model).toMatchObject({ id: ID, source: 'imported' });
    expect(phases).toEqual(new Set(['i list', 'i download', 'i verify', 'i convert']));
    expect(hub.requests.every(({ authorization }) => authorization === 'Bearer secret')).toBe(true);
    await connection.sendRequest(protocol.InitializeRequest, { model: ID });
    await expect(connection.sendRequest(protocol.RemoveRequest, { id: ID })).rejects.toMatchObject({
      data: { kind: 'busy' },
    });
    await connection.sendRequest(protocol.InitializeRequest, {});
    await connection.sendRequest(protocol.RemoveRequest, { id: ID });
    expect(await connection.sendRequest(protocol.ModelsRequest)).not.toContainEqual(
      expect.objectContaining({ id: ID }),
    );
  });

  it('are cancelled, refused to a second asker meanwhile, and answer while they run', async () => {
    hub.faults.hold = { after: 1000, until: new Promise(() => undefined) };
    const source = new CancellationTokenSource();
    const begun = new Promise<void>((resolve) => {
      connection.onNotification(protocol.ImportNotification, ({ phase }) => void (phase === 'download' && resolve()));
    });
    const first = connection.sendRequest(protocol.ImportRequest, params, source.token);
    await begun;
    await expect(connection.sendRequest(protocol.ModelsRequest)).resolves.toBeInstanceOf(Array);
    await expect(connection.sendRequest(protocol.ImportRequest, params)).rejects.toMatchObject({
      data: { kind: 'busy' },
    });
    source.cancel();
    await expect(first).rejects.toMatchObject({ code: -32800 });
    expect(readdirSync(store)).toEqual(['.downloads']);
  });

  it('say which field of a request is wrong', async () => {
    const wrong = { importId: 'i', source: ID, quantize: 'int3' } as unknown as protocol.ImportParams;
    await expect(connection.sendRequest(protocol.ImportRequest, wrong)).rejects.toThrow(/quantize/);
  });
});
