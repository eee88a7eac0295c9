/**
 * The scripted engine for browser-driven tests: slow, deterministic runs whose passes the test lets through one by one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
    writeFileSync(this.path, JSON.stringify(script));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
