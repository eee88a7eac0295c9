/**
 * One workbench on a scripted engine for all tests of a spec file, with one file of source that every test finds as it was.
 * A failing test leaves a screenshot and the logs in test/artifacts; its second try has a workbench of its own.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Settings } from '../../host/userSettings';
import type { FakeScript } from '../../support/fakeScript';
import { configure, SETTINGS } from './configure';
import { openWorkbench, type OpenWorkbench } from './openWorkbench';
import { ScriptedEngine } from './scriptedEngine';
import type { Position, Workbench } from './workbench';
import type { WorkspaceFiles } from './workspaceCopy';

export const FILE = 'demo.ts';
export const SOURCE = `import { area } from './lib';

/** The sum of all areas. */
export function sumAreas(radii: number[]): number {
  let total = 0;
  for (const radius of radii) {
    total = total + radius;
  }
  return total;
}

export const twice = (x: number) => x + x;
`;
export const LOOP = 'total = total + radius;';
export const FILLED = 'total += area(radius) * 2;';
const LOOP_END: Position = { line: 7, column: 28 };

/** Of the user. What is typed is what the keys say, and no more. */
const TYPED: Settings = { 'editor.autoClosingBrackets': 'never', 'editor.quickSuggestions': false };

export interface ScriptedEditOptions {
  readonly settings?: Settings;
  /** In the workspace beside the one that every test edits. */
  readonly files?: WorkspaceFiles;
}

export class ScriptedEdit {
  readonly engine = new ScriptedEngine();
  private opened: OpenWorkbench | undefined;
  private configured = false;
  private files: WorkspaceFiles = { [FILE]: SOURCE, 'lib.ts': 'export const area = Math.sqrt;\n', [SETTINGS]: '{}' };
  private settings = TYPED;

  get open(): OpenWorkbench {
    if (!this.opened) throw new Error('the workbench is open only inside tests');
    return this.opened;
  }

  get w(): Workbench {
    return this.open.workbench;
  }

  /** What tests want beside what there is. Before the start. */
  add({ settings, files }: ScriptedEditOptions): void {
    this.settings = { ...this.settings, ...settings };
    this.files = { ...this.files, ...files };
  }

  async start(): Promise<void> {
    const env = await this.engine.environment();
    this.opened = await openWorkbench({ files: this.files, env, settings: this.settings, development: true });
    await this.w.openFile(FILE);
  }

  /** Settings of the workspace, from now to the end of the test. */
  async configure(settings: Settings): Promise<void> {
    this.configured = true;
    await configure(this.w, settings);
  }

  async keepEvidence(name: string): Promise<void> {
    await this.w.screenshot(name);
    this.open.keepLogs(name);
  }

  /** Throws the document away, whatever a test has left in it. */
  async startOver(): Promise<void> {
    this.engine.play({});
    if (this.configured) await configure(this.w, {});
    this.configured = false;
    // Whatever a failed test has left open.
    await this.w.press('Escape');
    await this.w.closeEditorWithoutSaving();
    this.w.workspace.write(FILE, SOURCE);
    await this.w.openFile(FILE);
    await expect.poll(async () => (await this.w.text()).includes(LOOP)).toBe(true);
    // VS Code shows a file's last lenses again until they are asked for anew.
    await this.noLens();
  }

  async stop(): Promise<void> {
    await this.opened?.close();
    this.engine.remove();
  }

  lens(title: string | RegExp): Promise<void> {
    return expect.poll(() => this.w.lenses()).toContainEqual(expect.stringMatching(title));
  }

  noLens(): Promise<void> {
    return expect.poll(() => this.w.lenses()).toEqual([]);
  }

  /** Only staged text can be rejected; a draft about to be written can be accepted already. */
  staged(): Promise<void> {
    return this.lens(/Reject/);
  }

  lineShows(line: number, text: string): Promise<void> {
    return expect.poll(() => this.lineText(line)).toBe(text);
  }

  async lineText(line: number): Promise<string | undefined> {
    return (await this.w.lines()).find((each) => each.line === line)?.text.trim();
  }

  async saved(): Promise<string> {
    await this.w.save();
    return this.w.workspace.read(FILE);
  }

  /** By dragging; a layout that still moves would have it select something else. */
  async drag(text: string): Promise<void> {
    await expect
      .poll(async () => {
        await this.w.goTo({ line: 1, column: 1 });
        await this.w.selectByMouse(text);
        return (await this.w.cursor()).selected;
      })
      .toBe(text.length);
  }

  /** By keyboard: it is all of its line. */
  async selectLoop(): Promise<void> {
    await this.w.goTo(LOOP_END);
    await this.w.press('Shift+Home');
    await expect.poll(async () => (await this.w.cursor()).selected).toBe(LOOP.length);
  }

  async stageByKeyboard(text = FILLED, script: Partial<FakeScript> = {}): Promise<void> {
    this.engine.play({ texts: [text], ...script });
    await this.selectLoop();
    await this.w.press('Control+K', 'Control+G');
    await this.staged();
  }
}

let shared: ScriptedEdit | undefined;

/** The same one for all modules of a spec file; they call this at their top. */
export function useScriptedEdit(options: ScriptedEditOptions = {}): ScriptedEdit {
  shared ??= startedBeforeTests(new ScriptedEdit());
  shared.add(options);
  return shared;
}

function startedBeforeTests(edit: ScriptedEdit): ScriptedEdit {
  beforeAll(() => edit.start());
  beforeEach(async ({ task }) => {
    if (!task.result?.retryCount) return;
    await edit.open.close();
    await edit.start();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await edit.keepEvidence(`failed-${task.name.replace(/\W+/g, '-')}`);
    await edit.startOver();
  });
  afterAll(() => edit.stop());
  return edit;
}
