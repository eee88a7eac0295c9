import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nearestFirst } from '../../engine/project/nearest';
import { Projects } from '../../engine/project/projects';
import { extensionsLike } from '../../engine/protocol/projectFiles';
import { testTokenizer } from '../support/fakeModel';
import { temporaryFolder } from '../support/temporaryFolder';

const tokenizer = testTokenizer();
const tools = { tokenizer, rest: () => Promise.resolve() };

function project(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = temporaryFolder();
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
  return { folder, paths, uri: pathToFileURL(join(folder, 'src/own.ts')).href };
}

const textOf = (projects: Projects, uri: string): string[] =>
  projects
    .of(uri)
    ?.files.map((ids) => Buffer.concat(Array.from(ids, (id) => tokenizer.bytes(id) ?? new Uint8Array())).toString()) ??
  [];

describe('the files of a project', () => {
  it('are read nearest first, without the document’s own', async () => {
    const { paths, uri } = project({ 'a.ts': 'far', 'src/own.ts': 'own', 'src/z.ts': 'near', 'src/deep/b.ts': 'deep' });
    const projects = new Projects();
    const result = await projects.name({ uri, files: paths }, tools);
    expect(textOf(projects, uri)).toEqual(['deep', 'near', 'far']);
    expect(result).toEqual({ files: 3, tokens: projects.of(uri)?.tokens });
  });

  it('are without the document’s own under another name, too', async () => {
    const { folder, uri } = project({ 'src/own.ts': 'own', 'src/other.ts': 'other' });
    const link = join(folder, 'link');
    symlinkSync(join(folder, 'src'), link, 'junction');
    const projects = new Projects();
    await projects.name({ uri, files: ['own.ts', 'other.ts'].map((name) => join(link, name)) }, tools);
    expect(textOf(projects, uri)).toEqual(['other']);
  });

  it('count from the nearest on while the others are still being read', async () => {
    const { paths, uri } = project({ 'src/near.ts': 'near', 'far.ts': 'far' });
    const projects = new Projects();
    let rests = 0;
    const seen: (readonly string[])[] = [];
    const rest = async () => {
      if (++rests === 2) seen.push(textOf(projects, uri));
    };
    const done = projects.name({ uri, files: paths }, { tokenizer, rest });
    expect(projects.of(uri)).toBeUndefined();
    await done;
    expect(seen).toEqual([['near']]);
    expect(textOf(projects, uri)).toEqual(['near', 'far']);
  });

  it('are left out if they are gone, binary, no UTF-8, or too large', async () => {
    const bad = { 'a.ts': Uint8Array.of(0xff, 0xfe), 'b.ts': 'a\0b', 'c.ts': 'x'.repeat(2 ** 20 + 1), 'd.ts': 'good' };
    const { folder, paths, uri } = project(bad);
    const projects = new Projects();
    await projects.name({ uri, files: [...paths, join(folder, 'gone.ts'), folder] }, tools);
    expect(textOf(projects, uri)).toEqual(['good']);
  });

  it('read line breaks as the document’s are read', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => `const line${i} = ${i};`);
    const { paths, uri } = project({ 'a.ts': lines.join('\r\n') });
    const projects = new Projects();
    await projects.name({ uri, files: paths }, tools);
    expect(Array.from(projects.of(uri)?.files[0] ?? [])).toEqual(tokenizer.lineIds(lines.join('\n')));
  });

  it('are read to the end where that is half a line break', async () => {
    const cut = `${'x'.repeat(59_999)}\r\nnot read`;
    const { paths, uri } = project({ 'a.ts': 'mac\r', 'b.ts': cut, 'c.ts': `${'y'.repeat(1500)}\r` });
    let rests = 0;
    const rest = () => (++rests > 50 ? Promise.reject(new Error('reads on and on')) : Promise.resolve());
    const projects = new Projects();
    await projects.name({ uri, files: paths }, { tokenizer, rest });
    expect(textOf(projects, uri)).toEqual(['mac\r', cut.slice(0, 60_000), `${'y'.repeat(1500)}\r`]);
  });

  it('are read again when they changed, by time and size, and only then', async () => {
    const { paths, uri } = project({ 'a.ts': 'one', 'b.ts': 'two' });
    const projects = new Projects();
    const [first, second] = paths as [string, string];
    utimesSync(second, 1000, 1000);
    await projects.name({ uri, files: paths }, tools);
    writeFileSync(first, 'three');
    writeFileSync(second, 'owt');
    utimesSync(second, 1000, 1000);
    await projects.name({ uri, files: paths }, tools);
    expect(textOf(projects, uri)).toEqual(['three', 'two']);
    rmSync(first);
    await projects.name({ uri, files: paths }, tools);
    expect(textOf(projects, uri)).toEqual(['two']);
  });

  it('are forgotten with their document, and when none are named', async () => {
    const { paths, uri } = project({ 'a.ts': 'one' });
    const projects = new Projects(undefined, 0);
    await projects.name({ uri, files: paths }, tools);
    await projects.name({ uri, files: [] }, tools);
    expect(projects.of(uri)).toBeUndefined();
    // Not even on the shelf: with the same time and size it would not be read again.
    const [path] = paths as [string];
    utimesSync(path, 1000, 1000);
    await projects.name({ uri, files: paths }, tools);
    projects.forget(uri);
    await delay(20);
    writeFileSync(path, 'two');
    utimesSync(path, 1000, 1000);
    await projects.name({ uri, files: paths }, tools);
    expect(textOf(projects, uri)).toEqual(['two']);
    const reading = projects.name({ uri, files: paths }, tools);
    projects.forget(uri);
    expect(await reading).toEqual({ files: 0, tokens: 0 });
    expect(projects.of(uri)).toBeUndefined();
  });

  it('count as they are in the editor, saved or not, while they are open there', async () => {
    const { paths, uri } = project({ 'a.ts': 'saved', 'b.ts': 'other' });
    const [path = ''] = paths;
    const other = pathToFileURL(path).href;
    const open = new Map([[other, 'typed']]);
    const projects = new Projects(() => open);
    await projects.name({ uri, files: paths }, tools);
    expect(textOf(projects, uri)).toEqual(['typed', 'other']);
    open.set(other, 'typed on');
    projects.changed(uri);
    projects.refresh(uri, tools);
    await delay(20);
    expect(textOf(projects, uri)).toEqual(['typed', 'other']);
    projects.changed(other);
    projects.refresh(uri, tools);
    await expect.poll(() => textOf(projects, uri)).toEqual(['typed on', 'other']);
    open.delete(other);
    projects.changed(other);
    projects.refresh(uri, tools);
    await expect.poll(() => textOf(projects, uri)).toEqual(['saved', 'other']);
  });

  it('are read again after another document changed, whichever did so before or since, and not after their own', async () => {
    const { paths, uri } = project({ 'a.ts': 'a0', 'b.ts': 'b0' });
    const [a = '', b = ''] = paths.map((path) => pathToFileURL(path).href);
    const open = new Map([
      [a, 'a1'],
      [b, 'b1'],
    ]);
    const projects = new Projects(() => open);
    await projects.name({ uri, files: paths }, tools);
    let at = 1;
    for (const order of [[a], [a, uri], [a, b, uri], [a, uri, b, uri], [b, a, a, uri, uri]]) {
      open.set(a, `a${++at}`);
      for (const changed of order) projects.changed(changed);
      projects.refresh(uri, tools);
      await expect.poll(() => textOf(projects, uri), { interval: 2 }).toEqual([`a${at}`, 'b1']);
      open.set(a, 'not told of');
      projects.changed(uri);
      projects.changed('untitled:a');
      projects.refresh(uri, tools);
      await delay(10);
      expect(textOf(projects, uri)).toEqual([`a${at}`, 'b1']);
    }
  });

  it('wait for runs, and are read with another model’s tokens when it is switched', async () => {
    const { paths, uri } = project({ 'a.ts': 'one' });
    const projects = new Projects();
    expect(await projects.name({ uri, files: paths }, undefined)).toEqual({ files: 0, tokens: 0 });
    const waiting: (() => void)[] = [];
    projects.readAgain({ tokenizer, rest: () => new Promise<void>((resolve) => waiting.push(resolve)) });
    await expect.poll(() => waiting.length).toBe(1);
    expect(projects.of(uri)).toBeUndefined();
    waiting[0]?.();
    await expect.poll(() => textOf(projects, uri)).toEqual(['one']);
  });
});

describe('nearness', () => {
  it('counts shared folders from the root, then goes by name', () => {
    const others = ['/p/lib/a.ts', '/p/src/x/c.ts', '/p/src/x/y/d.ts', '/p/src/b.ts', '/q.ts'];
    expect(nearestFirst('/p/src/x/own.ts', others)).toEqual([
      '/p/src/x/c.ts',
      '/p/src/x/y/d.ts',
      '/p/src/b.ts',
      '/p/lib/a.ts',
      '/q.ts',
    ]);
  });
});

describe('the kinds of files that repeat one another', () => {
  it('go by extension, in any case', () => {
    expect(extensionsLike('/a/b.TSX')).toEqual(expect.arrayContaining(['ts', 'js', 'vue']));
    expect(extensionsLike('/a/b.go')).toEqual(['go']);
    expect(extensionsLike('/a.d/Makefile')).toEqual([]);
  });
});
