/**
 * The scripted engine for browser-driven tests: slow, deterministic runs whose passes the test lets through one by one.
 */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFakeEngine } from '../../support/bundleFakeEngine';
import { FAKE_SCRIPT_VARIABLE, type FakeScript } from '../../support/fakeScript';

export class ScriptedEngine {
  private readonly folder = mkdtempSync(join(tmpdir(), 'remask-script-'));
  private readonly path = join(this.folder, 'script.json');

  /** Environment for the extension host; the seam is open only when the extension is loaded in development. */
  async environment(): Promise<Readonly<Record<string, string>>> {
    this.play({});
    return { REMASK_ENGINE: await bundleFakeEngine(), [FAKE_SCRIPT_VARIABLE]: this.path };
  }

  play(script: Partial<FakeScript>): void {
    // In one move: the engine looks at the script while the test rewrites it.
    writeFileSync(`${this.path}.next`, JSON.stringify(script));
    renameSync(`${this.path}.next`, this.path);
  }

  /** When the passes since the last look left the engine, in milliseconds since 1970. */
  passTimes(): readonly number[] {
    const record = `${this.path}.passes`;
    const times = readFileSync(record, 'utf8').trim().split('\n').map(Number);
    rmSync(record);
    return times;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
