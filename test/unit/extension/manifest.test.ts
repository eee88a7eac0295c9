/** Commands, keys, settings, colours and context keys: what the code declares and what package.json declares agree. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import nls from '../../../package.nls.json';
import manifest from '../../../package.json';
import {
  bucketColour,
  BUCKETS,
  Colour,
  Command,
  ContextKey,
  FROM_WALKTHROUGH,
  SECTION,
  Setting,
  Tool,
} from '../../../extension/ids';

const { contributes } = manifest;
const root = join(import.meta.dirname, '../../..');
const sorted = (values: readonly string[]) => [...new Set(values)].sort();
interface MenuEntry {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}
const menuEntries: readonly MenuEntry[] = Object.values(contributes.menus).flat();
const whens = [
  ...contributes.keybindings.map((key) => key.when),
  ...menuEntries.map((entry) => entry.when ?? ''),
  ...contributes.commands.map((command) => ('enablement' in command ? (command.enablement ?? '') : '')),
];

describe('the manifest and the code agree on', () => {
  test('commands', () => {
    expect(sorted(contributes.commands.map(({ command }) => command))).toEqual(sorted(Object.values(Command)));
  });

  test('tools', () => {
    expect(contributes.languageModelTools.map(({ name }) => name)).toEqual(Object.values(Tool));
  });

  test('context keys', () => {
    const used = whens.flatMap((when) => when.match(/remask\.\w+/g) ?? []);
    expect(sorted(used)).toEqual(sorted(Object.values(ContextKey)));
  });

  test('settings', () => {
    const declared = Object.keys(contributes.configuration.properties);
    expect(sorted(declared)).toEqual(sorted(Object.values(Setting).map((name) => `${SECTION}.${name}`)));
  });

  test('colours', () => {
    const parts = ['Foreground', 'Background', 'Border'] as const;
    const buckets = BUCKETS.flatMap((bucket) => parts.map((part) => bucketColour(bucket, part)));
    expect(sorted(contributes.colors.map(({ id }) => id))).toEqual(sorted([...Object.values(Colour), ...buckets]));
  });

  test('texts: each placeholder has one, and each one is used', () => {
    const placeholders = JSON.stringify(manifest).match(/%[\w.]+%/g) ?? [];
    expect(sorted(placeholders.map((each) => each.slice(1, -1)))).toEqual(sorted(Object.keys(nls)));
  });
});

describe('names are declared once', () => {
  test('no file but ids.ts spells out an id of ours', () => {
    const files = readdirSync(join(root, 'extension'), { recursive: true, encoding: 'utf8' });
    const spelled = files
      .filter((file) => file.endsWith('.ts') && file !== 'ids.ts')
      .filter((file) => /'remask\.(?!status')/.test(readFileSync(join(root, 'extension', file), 'utf8')));
    expect(spelled).toEqual([]);
  });
});

describe('keys', () => {
  const strokes = contributes.keybindings.flatMap(({ key, mac }) => [...key.split(' '), ...mac.split(' ')]);

  test('leave alone what people rely on, and AltGr', () => {
    for (const stroke of strokes) expect(stroke).not.toMatch(/^(tab|(ctrl|cmd)\+[zcxl]|ctrl\+alt\+[a-z])$/);
  });

  test('are bound only where they make sense', () => {
    for (const { when } of contributes.keybindings) expect(when).toContain('editorTextFocus');
    const escape = contributes.keybindings.filter(({ key }) => key === 'escape');
    expect(escape.length).toBeGreaterThan(0);
    for (const { when } of escape) {
      for (const state of ['suggestWidgetVisible', 'findWidgetVisible', 'inSnippetMode']) {
        expect(when).toContain(`!${state}`);
      }
      expect([ContextKey.denoising, ContextKey.viewing].some((state) => when.startsWith(state))).toBe(true);
      expect(when).toContain(ContextKey.cursorInSession);
    }
  });

  test('and menus name commands that exist', () => {
    const commands: readonly string[] = Object.values(Command);
    const named = [...contributes.keybindings, ...menuEntries].flatMap(({ command }) => command ?? []);
    expect(named.filter((command) => !commands.includes(command))).toEqual([]);
    const submenus = menuEntries.flatMap(({ submenu }) => submenu ?? []);
    expect(submenus).toEqual(contributes.submenus.map(({ id }) => id));
    expect(Object.keys(contributes.menus)).toEqual(expect.arrayContaining(submenus));
  });
});

describe('settings', () => {
  interface Declared {
    readonly type: string | readonly string[];
    readonly order: number;
    readonly markdownDescription: string;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly enum?: readonly string[];
    readonly markdownEnumDescriptions?: readonly string[];
  }
  const settings: readonly (readonly [string, Declared])[] = Object.entries(contributes.configuration.properties);

  test('are described, and shown in an order of ours', () => {
    for (const [, { markdownDescription }] of settings) expect(markdownDescription).toMatch(/^%setting\.[\w.]+%$/);
    const orders = settings.map(([, { order }]) => order);
    expect(new Set(orders).size).toBe(orders.length);
    expect(orders.every(Number.isInteger)).toBe(true);
  });

  test('have a range where they are numbers, and a description for each choice', () => {
    for (const [id, { type, minimum, maximum, enum: choices, markdownEnumDescriptions }] of settings) {
      if (/integer|number/.test(String(type)))
        expect([id, typeof minimum, typeof maximum]).toEqual([id, 'number', 'number']);
      if (choices) expect([id, markdownEnumDescriptions?.length]).toEqual([id, choices.length]);
    }
  });
});

describe('the walkthrough', () => {
  const [walkthrough] = contributes.walkthroughs;
  const steps = walkthrough?.steps ?? [];

  test('has a picture of each step for each kind of theme', () => {
    for (const { media } of steps) {
      expect(Object.keys(media.image)).toEqual(['dark', 'light', 'hc', 'hcLight']);
      for (const picture of Object.values(media.image)) expect(existsSync(join(root, picture)), picture).toBe(true);
    }
  });

  test('names commands that exist: as buttons, and as what completes a step', () => {
    const commands: readonly string[] = Object.values(Command);
    const completing = steps.flatMap(({ completionEvents }) => completionEvents);
    const described = steps.map(
      ({ description }) => (nls as Readonly<Record<string, string>>)[description.slice(1, -1)],
    );
    // Beside the walkthrough, or in the editor that it hides: see flow/lastEditor.ts.
    const buttons = described.flatMap((text) => text?.match(/(?<=command:toSide:)remask\.\w+/g) ?? []);
    expect(steps.length).toBe(5);
    expect(buttons.length).toBeGreaterThanOrEqual(steps.length);
    const aboutText = described.flatMap((text) => text?.match(/command:toSide:remask\.(?!openExample)[^)]*/g) ?? []);
    expect(aboutText.filter((link) => !link.endsWith(`?%22${FROM_WALKTHROUGH}%22`))).toEqual([]);
    expect([...buttons, ...completing.map((event) => event.replace('onCommand:', ''))]).toSatisfy((ids: string[]) =>
      ids.every((id) => commands.includes(id)),
    );
  });
});

describe('the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const rows = readme
    .split('\n')
    .flatMap((line) => (line.startsWith('|') ? [line.split('|').map((cell) => cell.trim())] : []));
  const titles = new Map(contributes.commands.map(({ command, title }) => [command, title.slice(1, -1)]));
  const titleOf = (command: string) => (nls as Readonly<Record<string, string>>)[titles.get(command) ?? ''] ?? command;
  /** As a keyboard has it: `ctrl+k a` is Ctrl+K A. */
  const written = (key: string) =>
    key
      .replace('escape', 'esc')
      .replace(/page(up|down)/, (_, way: string) => `Page${way.charAt(0).toUpperCase()}${way.slice(1)}`)
      .replace(/(^|[+ ])([a-z])/g, (_, before: string, letter: string) => `${before}${letter.toUpperCase()}`);

  test.each(contributes.keybindings.map(({ command, key }) => [titleOf(command), written(key)]))(
    'tells the key of %s: %s',
    (title, key) => {
      const name = title.replace('Go to Previous', 'Previous');
      const row = rows.find(([, commands, keys]) => commands?.includes(name) && keys?.includes(`\`${key}\``));
      expect(row, `a row with ${title} and ${key}`).toBeDefined();
    },
  );
});

describe('colours and trust', () => {
  test('every colour is given for all four kinds of theme', () => {
    for (const { id, defaults } of contributes.colors) {
      expect([id, ...Object.keys(defaults)]).toEqual([id, 'dark', 'light', 'highContrast', 'highContrastLight']);
    }
  });

  test('in high contrast the uncertain buckets have a line and no tint', () => {
    for (const { id, defaults } of contributes.colors) {
      if (/[012]Border$/.test(id)) expect(defaults.highContrast).not.toMatch(/00$/);
      if (id.endsWith('Background')) expect(defaults.highContrast).toMatch(/00$/);
    }
  });

  test('a workspace cannot choose what is run', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(supported).toBe('limited');
    expect(restrictedConfigurations).toContain(`${SECTION}.${Setting.nodePath}`);
    expect(contributes.configuration.properties['remask.engine.nodePath'].scope).toBe('machine');
  });
});
