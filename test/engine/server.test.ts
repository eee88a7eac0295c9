import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { importFolder } from '../../engine/import/importFolder';
import { MANIFEST_FILE } from '../../engine/models/manifest';
import * as protocol from '../../engine/protocol/messages';
import { runCli } from '../support/runCli';
import { writeManifest, writeTinyModel } from '../support/tinyModel';

const built = (name: string): string => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
const uri = 'file:///a.ts';
const text = 'export function add(a: number, b: number) {\n  return a;\n}\n';

let folder: string;
/** Run on the engine's own thread. */
let small: string;
/** Says that it is large, so that it is run on a thread of its own. */
let large: string;
let child: ChildProcess | undefined;
let stdout: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'remask-server-'));
  small = writeTinyModel(join(folder, 'tiny'));
  large = join(folder, 'large');
  await importFolder(join(__dirname, '../fixtures/families/open-dcoder/model'), large, { id: 'tiny' });
  const manifest = join(large, MANIFEST_FILE);
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"parameters": *\d+/, '"parameters": 2e7'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => child?.kill());

function forkEngine(): MessageConnection {
  stdout = '';
  child = fork(built('engine.js'), { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  return connection;
}

function spawnStdio(): MessageConnection {
  const server = spawn(process.execPath, [built('cli.js'), 'serve', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child = server;
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  return connection;
}

async function open(connection: MessageConnection, model = small): Promise<protocol.InitializeResult> {
  const hello = await connection.sendRequest(protocol.InitializeRequest, { model });
  await connection.sendNotification(protocol.DocumentOpened, { uri, version: 1, languageId: 'typescript', text });
  return hello;
}

const hole = { span: { start: 53, end: 54 }, length: 48 };
const infill = (runId: string) => ({
  runId,
  uri,
  version: 1,
  holes: [hole],
  options: { policy: 'steps' as const, syntax: false },
});

describe.each([
  { over: 'fork', connect: forkEngine, folderOf: () => small },
  { over: 'serve --stdio', connect: spawnStdio, folderOf: () => small },
  { over: 'fork, the model on a thread of its own', connect: forkEngine, folderOf: () => large },
])('engine process over $over', ({ connect, folderOf }) => {
  it('initializes, warms, infills pass by pass, and ends on shutdown', async () => {
    const connection = connect();
    const hello = await open(connection, folderOf());
    expect(hello).toMatchObject({ pid: child?.pid, model: { id: 'tiny', directory: folderOf() } });
    expect(
      (await connection.sendRequest(protocol.WarmRequest, { uri, span: { start: 53, end: 53 } })).computedRows,
    ).toBeGreaterThan(0);
    const passes: number[] = [];
    connection.onNotification(protocol.PassNotification, ({ pass }) => void passes.push(pass));
    const result = await connection.sendRequest(protocol.InfillRequest, infill('r'));
    expect(passes).toEqual(Array.from({ length: result.passes }, (__, i) => i + 1));
    expect(result.holes[0]?.text.length).toBeGreaterThan(0);
    await connection.sendRequest(protocol.ShutdownRequest);
    const [code] = (await once(child as ChildProcess, 'exit')) as [number];
    expect(code).toBe(0);
  });

  it('answers while a run is under way, and cancels between passes', async () => {
    const connection = connect();
    await open(connection, folderOf());
    const source = new CancellationTokenSource();
    let passes = 0;
    connection.onNotification(protocol.PassNotification, () => {
      passes++;
      if (passes === 2) source.cancel();
    });
    const run = connection.sendRequest(protocol.InfillRequest, infill('r'), source.token);
    await expect(connection.sendRequest(protocol.ModelsRequest)).resolves.toBeInstanceOf(Array);
    await expect(run).rejects.toMatchObject({ code: -32800 });
    expect(passes).toBeLessThan(24);
    expect((await connection.sendRequest(protocol.InfillRequest, infill('again'))).passes).toBe(24);
  });

  it('explains a model folder that is missing, and goes on with another', async () => {
    const connection = connect();
    await expect(
      connection.sendRequest(protocol.InitializeRequest, { model: join(folder, 'nowhere') }),
    ).rejects.toMatchObject({ message: expect.stringMatching(/nowhere/) as string });
    expect((await open(connection, folderOf())).model.id).toBe('tiny');
  });

  it('explains a model folder with a broken tokenizer, and goes on with another', async () => {
    const connection = connect();
    const broken = writeTinyModel(join(folder, 'broken'));
    writeFileSync(join(broken, 'tokenizer.json'), '{"model":');
    writeManifest(broken);
    await expect(connection.sendRequest(protocol.InitializeRequest, { model: broken })).rejects.toMatchObject({
      data: { kind: 'model' },
      message: expect.stringMatching(/tokenizer\.json/) as string,
    });
    expect((await open(connection, folderOf())).model.id).toBe('tiny');
  });

  it('ends with its parent', async () => {
    const connection = connect();
    await open(connection, folderOf());
    if (child?.connected) child.disconnect();
    else child?.stdin?.end();
    const [code] = (await once(child as ChildProcess, 'exit')) as [number];
    expect(code).toBe(0);
  });
});

describe('engine process', () => {
  it('writes nothing to stdout', async () => {
    const connection = forkEngine();
    await open(connection);
    await connection.sendRequest(protocol.InfillRequest, infill('r'));
    await connection.sendRequest(protocol.ShutdownRequest);
    await once(child as ChildProcess, 'close');
    expect(stdout).toBe('');
  });

  it('says what to run instead when it is started by hand', async () => {
    const direct = spawn(process.execPath, [built('engine.js')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    direct.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(direct, 'close')) as [number];
    expect(code).toBe(2);
    expect(stderr).toMatch(/^remask: .*serve --stdio[^\n]*\n$/);
    expect((await runCli(['serve'])).code).toBe(2);
  });
});
