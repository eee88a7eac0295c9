/** The fake engine in the extension's place of the real one, and the hand on its script. */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Command } from '../../../extension/ids';
import {
  FAKE_SCRIPT_VARIABLE,
  type FakeImport,
  type FakeProject,
  type FakeRun,
  type FakeScript,
} from '../../support/fakeScript';
import { remaskApi, run } from './remask';

const ENGINE_VARIABLE = 'REMASK_ENGINE';

export class FakeEngine {
  private readonly folder = mkdtempSync(join(tmpdir(), 'remask-fake-'));
  private readonly path = join(this.folder, 'script.json');

  /** Starts the fake engine, whatever ran before. */
  async start(): Promise<void> {
    const extension = vscode.extensions.getExtension('remask.remask');
    process.env[ENGINE_VARIABLE] = join(extension?.extensionPath ?? '', 'out/test/fakeEngine.js');
    process.env[FAKE_SCRIPT_VARIABLE] = this.path;
    this.play({});
    await remaskApi();
    await run(Command.restartEngine);
  }

  play(script: Partial<FakeScript>): void {
    this.update(script);
    for (const record of ['runs', 'imports', 'projects']) rmSync(`${this.path}.${record}`, { force: true });
  }

  /** Changes the script of a run under way. */
  update(script: Partial<FakeScript>): void {
    // Renamed into place: the engine never reads half a script.
    writeFileSync(`${this.path}.new`, JSON.stringify(script));
    renameSync(`${this.path}.new`, this.path);
  }

  /** The runs asked for since the last `play`. */
  runs(): readonly FakeRun[] {
    return this.recorded('runs').map((line) => JSON.parse(line) as FakeRun);
  }

  /** The imports asked for since the last `play`. */
  imports(): readonly FakeImport[] {
    return this.recorded('imports').map((line) => JSON.parse(line) as FakeImport);
  }

  /** The projects named since the last `play`. */
  projects(): readonly FakeProject[] {
    return this.recorded('projects').map((line) => JSON.parse(line) as FakeProject);
  }

  private recorded(what: 'runs' | 'imports' | 'projects'): readonly string[] {
    const path = `${this.path}.${what}`;
    // What follows the last line break is a line that is still being written, or nothing.
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  }

  async pid(): Promise<number> {
    const state = (await remaskApi()).engine();
    if (state.kind !== 'ready') throw new Error(`the engine is ${state.kind}`);
    return state.info.pid;
  }

  async stop(): Promise<void> {
    process.env[ENGINE_VARIABLE] = '';
    await run(Command.restartEngine);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
