/**
 * What the pictures show, one scene for each step of the walkthrough, on the sample workspace with the bundled model. A
 * scene is brought about once and stays while the themes change; what closes by itself then is posed anew.
 */
import { eventually } from '../e2e/support/poll';
import type { Position, Workbench } from '../e2e/support/workbench';

export interface Scene {
  readonly name: string;
  prepare(w: Workbench): Promise<void>;
  pose?(w: Workbench): Promise<void>;
}

export const CART = 'src/cart.ts';
/** In pixels: the region's border reaches over the whole line. */
const WIDEST_TOKEN = 200;
/** The empty body of `countItems`. */
export const HOLE: Position = { line: 20, column: 1 };
const SUM_START: Position = { line: 14, column: 12 };
const SUM_END: Position = { line: 14, column: 35 };
const PUSH_START: Position = { line: 5, column: 5 };
const PUSH_END: Position = { line: 5, column: 28 };

export const SCENES: readonly Scene[] = [
  {
    name: 'fill',
    prepare: async (w) => {
      await stageFill(w);
      for (let step = 0; step < 4; step++) await w.press('Shift+Alt+PageUp');
      await lens(w, /Forward/);
    },
  },
  {
    name: 'confidence',
    prepare: stageFill,
    pose: async (w) => {
      await w.page.mouse.move(1, 1);
      await eventually(async () => {
        const tokens = (await w.highlights()).filter(({ line, width }) => line === HOLE.line && width < WIDEST_TOKEN);
        const first = tokens.find(({ width }) => width > 8);
        if (!first) throw new Error('no token of the draft is on the screen');
        await w.page.mouse.move(first.x + first.width / 2, first.y + first.height / 2);
        await w.page.locator('.monaco-hover:visible .hover-contents').first().waitFor({ timeout: 5000 });
      });
    },
  },
  {
    name: 'remask',
    prepare: async (w) => {
      await w.openFile(CART);
      await w.select(SUM_START, SUM_END);
      await w.press('Control+K', 'Control+Y');
      await staged(w);
      for (let step = 0; step < 3; step++) await w.press('Shift+Alt+PageUp');
      await lens(w, /Forward/);
    },
  },
  {
    name: 'decide',
    prepare: async (w) => {
      await stageFill(w);
      await w.press('Alt+.', 'Alt+/');
      await eventually(async () => {
        if ((await w.quick.openRows()).length === 0) throw new Error('no alternatives are offered');
      });
      // A move of the mouse ends the tooltip of the input.
      await w.page.mouse.move(2, 300);
      await w.page.mouse.move(4, 310);
    },
  },
  {
    name: 'validate',
    prepare: async (w) => {
      await selectPush(w);
      await validated(w);
    },
  },
];

/** Selects the statement of the sample that has a type error, which the language server has found by then. */
export async function selectPush(w: Workbench): Promise<void> {
  await w.openFile('src/stack.ts');
  await eventually(async () => {
    const squiggles = await w.editor().locator('.squiggly-error').count();
    if (squiggles === 0) throw new Error('the language server has said nothing yet');
  });
  await w.select(PUSH_START, PUSH_END);
}

export async function validated(w: Workbench): Promise<void> {
  await w.press('Control+K', 'Control+V');
  await lens(w, /roblem/);
  await staged(w);
  // The selection would cover the colours.
  await w.press('ArrowRight');
}

/** Closes whatever a scene has left open. */
export async function leaveScene(w: Workbench): Promise<void> {
  await w.press('Escape', 'Escape');
  await w.page.mouse.move(1, 1);
  await eventually(async () => {
    if ((await w.page.locator('.tab').count()) > 0) await w.closeEditorWithoutSaving();
    if ((await w.page.locator('.tab').count()) > 0) throw new Error('an editor stays open');
  });
}

export async function staged(w: Workbench): Promise<void> {
  await lens(w, /Reject/);
}

export async function lens(w: Workbench, title: RegExp): Promise<void> {
  await eventually(async () => {
    const titles = await w.lenses();
    if (!titles.some((each) => title.test(each))) throw new Error(`no ${title} among ${titles.join(', ')}`);
  });
}

export async function stageFill(w: Workbench): Promise<void> {
  await w.openFile(CART);
  await w.goTo(HOLE);
  await w.press('Control+K', 'Control+G');
  await staged(w);
}
