/** Originals of staged edits survive the death of the window that staged them, and only that. */
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { CrashJournal } from '../../extension/document/journal';
import type { JournalEntry } from '../../extension/document/journalEntry';
import type { Staged } from '../../extension/session/state';
import { NO_TIMELINE } from '../../extension/session/timeline';
import { until } from './support/until';

const STAGED: Staged = {
  kind: 'staged',
  passes: 1,
  ms: 0,
  timeline: NO_TIMELINE,
  holes: [{ span: { start: 3, end: 6 }, text: 'new', original: 'the old text', cells: [] }],
};

suite('the crash journal', () => {
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (text: string) => warnings.push(text), error: () => undefined };
  let folder = '';
  const files = () => readdirSync(join(folder, 'journal'), { encoding: 'utf8' });
  const journal = () => new CrashJournal(vscode.Uri.file(folder), log);

  setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'remask-journal-'));
  });
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  test('keeps an original from staging to decision; it is no leftover while its window lives', async () => {
    const kept = journal();
    kept.record('a', vscode.Uri.file('/x.ts'), STAGED);
    assert.deepEqual(await kept.leftovers(), []);
    assert.deepEqual(files(), ['a.json']);
    kept.forget('a');
    await until('the entry is gone', () => files().length === 0);
    assert.deepEqual(warnings, []);
  });

  test('offers the originals of a window that is gone', async () => {
    const kept = journal();
    kept.record('a', vscode.Uri.file('/x.ts'), STAGED);
    await kept.leftovers();
    const path = join(folder, 'journal', 'a.json');
    const entry = JSON.parse(readFileSync(path, 'utf8')) as JournalEntry;
    const gone = spawnSync(process.execPath, ['--version']).pid;
    writeFileSync(path, JSON.stringify({ ...entry, processId: gone }));
    const [leftover] = await journal().leftovers();
    assert.equal(leftover?.entry.holes[0]?.original, 'the old text');
  });

  test('passes over a file that it cannot read', async () => {
    const kept = journal();
    kept.record('a', vscode.Uri.file('/x.ts'), STAGED);
    await kept.leftovers();
    writeFileSync(join(folder, 'journal', 'b.json'), '{ half a fi');
    assert.deepEqual(await kept.leftovers(), []);
    assert.equal(warnings.length, 1);
  });
});
