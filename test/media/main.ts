/**
 * `npm run media`: the pictures of the walkthrough and the animation of the README, made by a VS Code with the bundled model
 * on a copy of the sample workspace. Nothing is drawn or touched up.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkbench } from '../e2e/support/openWorkbench';
import { eventually, settled } from '../e2e/support/poll';
import type { Workbench } from '../e2e/support/workbench';
import { build } from '../host/build';
import { REPOSITORY_ROOT } from '../host/repositoryRoot';
import { type AnimationFrame, joinPngs } from './apng';
import { record } from './recording';
import { leaveScene, SCENES, stageFill, type Scene } from './scenes';
import { ACTS } from './story';
import { THEMES, type Theme } from './themes';

const MEDIA = join(REPOSITORY_ROOT, 'media');
const PICTURES = join(MEDIA, 'walkthrough');
const WINDOW = { width: 720, height: 440 };

/** The editor and the status bar, and nothing that moves by itself. */
const BARE = {
  'breadcrumbs.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.folding': false,
  'editor.fontSize': 14,
  'editor.glyphMargin': false,
  'editor.guides.indentation': false,
  'editor.lineNumbersMinChars': 3,
  'editor.scrollbar.horizontal': 'hidden',
  'editor.scrollbar.vertical': 'hidden',
  'remask.seed': 1,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
};

/** A token a pass, so that the eye can follow; by default most holes take a few passes, and a tenth of a second. */
const SLOWLY = { 'remask.policy': 'llada', 'remask.passes': 1024 };

async function wear(w: Workbench, { setting, className }: Theme, more: Record<string, unknown> = {}): Promise<void> {
  w.workspace.write('.vscode/settings.json', JSON.stringify({ 'workbench.colorTheme': setting, ...more }));
  await w.page.locator(`.monaco-workbench.${className}`).waitFor();
}

/** The page, once two looks at it are the same. */
function picture(w: Workbench): Promise<Buffer> {
  return settled(
    () => w.page.screenshot(),
    (a, b) => a.equals(b),
  );
}

async function takeScene(w: Workbench, scene: Scene): Promise<void> {
  await scene.prepare(w);
  for (const theme of THEMES) {
    await wear(w, theme);
    await scene.pose?.(w);
    keep(join(PICTURES, `${scene.name}-${theme.name}.png`), await picture(w));
  }
  await leaveScene(w);
}

async function animate(w: Workbench): Promise<void> {
  const [dark] = THEMES;
  if (dark) await wear(w, dark, SLOWLY);
  const frames: AnimationFrame[] = [];
  for (const act of ACTS) {
    await act.prepare(w);
    await picture(w);
    frames.push(...(await record(w.page, () => act.play(w))));
    await leaveScene(w);
  }
  keep(join(MEDIA, 'remask.png'), joinPngs(frames));
}

function keep(path: string, content: Buffer): void {
  writeFileSync(path, content);
  console.log(`${path.slice(REPOSITORY_ROOT.length + 1)}  ${(statSync(path).size / 1000).toFixed(0)} kB`);
}

async function main(): Promise<void> {
  await build();
  mkdirSync(PICTURES, { recursive: true });
  const { workbench, close } = await openWorkbench({ settings: BARE });
  try {
    await workbench.page.setViewportSize(WINDOW);
    await workbench.command('View: Toggle Primary Side Bar Visibility');
    await eventually(async () => {
      if (await workbench.page.locator('.sidebar').isVisible()) throw new Error('the side bar is still there');
    });
    // The engine has to start: its first run is slow, and the status bar would say so.
    await stageFill(workbench);
    await leaveScene(workbench);
    const asked = process.argv.slice(2);
    for (const scene of SCENES) {
      if (asked.length === 0 || asked.includes(scene.name)) await takeScene(workbench, scene);
    }
    if (asked.length === 0 || asked.includes('remask.png')) await animate(workbench);
  } finally {
    await workbench.screenshot('media-last');
    await close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
