import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PassEvent } from '../../../engine/protocol/messages';
import { engineEnvironment } from '../../../extension/engine/environment';
import { launchEngine } from '../../../extension/engine/launch';
import { forkOptions } from '../../../extension/engine/process';
import type { LaunchedEngine } from '../../../extension/engine/supervisor';
import { bundleFakeEngine } from '../../support/bundleFakeEngine';
import { FAKE_SCRIPT_VARIABLE, type FakeScript } from '../../support/fakeScript';
import { temporaryFolder } from '../../support/temporaryFolder';

const URI = 'file:///a.ts';
const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };
const folder = temporaryFolder();
const scriptPath = join(folder, 'script.json');
let modulePath = '';
let launched: LaunchedEngine | undefined;

const script = (values: Partial<FakeScript>) => writeFileSync(scriptPath, JSON.stringify(values));

async function start(): Promise<LaunchedEngine> {
  vi.stubEnv(FAKE_SCRIPT_VARIABLE, scriptPath);
  launched = launchEngine({ modulePath, nodePath: '', log: LOG });
  await launched.client.initialize({});
  launched.client.opened({ uri: URI, version: 1, languageId: 'typescript', text: 'let x = ;' });
  return launched;
}

function infill({ client }: LaunchedEngine, version = 1, signal = new AbortController().signal) {
  const passes: PassEvent[] = [];
  const params = { runId: randomUUID(), uri: URI, version, holes: [{ span: { start: 8, end: 8 } }] };
  return { passes, result: client.infill(params, { signal, onPass: (event) => passes.push(event) }) };
}

beforeAll(async () => {
  modulePath = await bundleFakeEngine();
});

afterEach(() => {
  launched?.kill();
  rmSync(scriptPath, { force: true });
  vi.unstubAllEnvs();
});

describe('the engine’s environment', () => {
  test('is the editor’s own without what changes a Node process', () => {
    const host = {
      PATH: '/bin',
      NODE_OPTIONS: '--inspect',
      VSCODE_IPC_HOOK: 'x',
      ELECTRON_NO_ASAR: '1',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      GONE: undefined,
    };
    expect(engineEnvironment(host)).toEqual({
      PATH: '/bin',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      ELECTRON_RUN_AS_NODE: '1',
      GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
    });
  });

  test('leaves the C library as the editor’s own environment sets it', () => {
    const host = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' };
    expect(engineEnvironment(host)).toMatchObject(host);
  });
});

describe('a client over a real process', () => {
  test('gets the passes of its own run, in order, and the result', async () => {
    script({ texts: ['a + b'], passes: 3 });
    const engine = await start();
    const runs = [infill(engine), infill(engine)];
    const results = await Promise.all(runs.map((run) => run.result));
    expect(results.map((result) => result.holes[0]?.text)).toEqual(['a + b', 'a + b']);
    for (const run of runs) expect(run.passes.map(({ pass }) => pass)).toEqual([1, 2, 3]);
  });

  test('cancels a run that is under way', async () => {
    script({ passes: 3, allowed: 1 });
    const abort = new AbortController();
    const { passes, result } = infill(await start(), 1, abort.signal);
    await expect.poll(() => passes.length).toBe(1);
    abort.abort();
    await expect(result).rejects.toThrow('cancelled');
  });

  test('knows what kind of error the engine means', async () => {
    const engine = await start();
    await expect(infill(engine, 2).result).rejects.toMatchObject({ kind: 'stale' });
    script({ fail: { kind: 'busy', message: 'Too many runs: wait for one to end.' } });
    await expect(infill(engine).result).rejects.toMatchObject({ kind: 'busy', message: /wait for one/ });
  });

  test('fails its runs at once when the process is killed', async () => {
    script({ passes: 3, allowed: 1 });
    const engine = await start();
    const { passes, result } = infill(engine);
    void engine.ended.then((reason) => engine.client.markStopped(`the engine stopped (${reason})`));
    await expect.poll(() => passes.length).toBe(1);
    engine.kill();
    await expect(result).rejects.toThrow('the engine stopped (signal SIGKILL)');
    await expect(engine.client.models()).rejects.toThrow('the engine stopped');
  });

  test('keeps the engine’s copy of a document in step', async () => {
    script({ texts: ['1'] });
    const engine = await start();
    engine.client.changed(URI, 2, [
      { span: { start: 9, end: 9 }, text: '\n' },
      { span: { start: 0, end: 3 }, text: 'const' },
    ]);
    await infill(engine, 2).result;
    expect(existsSync(`${scriptPath}.runs`)).toBe(true);
    expect(readFileSync(`${scriptPath}.runs`, 'utf8')).toContain(JSON.stringify('const x = ;\n'));
  });

  test('a process that cannot start ends instead of hanging', async () => {
    const missing = launchEngine({ modulePath, nodePath: join(folder, 'no-such-node'), log: LOG });
    expect(await missing.ended).toContain('ENOENT');
  });

  test('one that the system does not begin to start is named', () => {
    const nodePath = join(modulePath, 'node');
    const launch = () => launchEngine({ modulePath, nodePath, log: LOG });
    if (process.platform === 'linux') expect(launch).toThrow(`${nodePath} cannot be run: spawn ENOTDIR`);
  });

  test('opens no console window on Windows', () => {
    expect(forkOptions('node', {})).toMatchObject({ execPath: 'node', windowsHide: true });
  });
});
