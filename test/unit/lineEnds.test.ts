/** A clone must hold the same bytes everywhere: a model's manifest lists lengths and hashes of its JSON files. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const listed = spawnSync('git', ['ls-files', '--eol'], { cwd: root, encoding: 'utf8' });

// Not every copy of the sources is a clone.
test.skipIf(listed.status !== 0)(
  'no file is checked out with other line ends than it has, whatever git is set to',
  () => {
    const files = listed.stdout.trimEnd().split('\n');
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((line) => !/attr\/(text=auto eol=lf|-text)\s/.test(line))).toEqual([]);
  },
);
