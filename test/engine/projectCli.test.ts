import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ndjson, runCli } from '../support/runCli';
import { temporaryFolder } from '../support/temporaryFolder';
import { writeTinyModel } from '../support/tinyModel';

const folder = temporaryFolder();
const file = join(folder, 'src/own.ts');
const trace = join(folder, 'run.ndjson');
let model: string;

beforeAll(() => {
  model = writeTinyModel(join(folder, 'tiny'));
  const manifest = join(model, 'remask.json');
  const about = JSON.parse(readFileSync(manifest, 'utf8')) as object;
  /** Lets a project have its way, and the document by its parallels alone. */
  const projectGate = { bias: 12, order: 0, isBetween: 0, share: 0, places: 0, distance: 0, top: 0 };
  const recallGate = { ...projectGate, bias: -20 };
  writeFileSync(manifest, JSON.stringify({ ...about, projectGate, recallGate }));
  for (const name of ['src', 'src/node_modules']) mkdirSync(join(folder, name));
  // Its own file must not count: what is to be replaced may stand in it.
  writeFileSync(file, 'export const width = 7;\nexport const height = ;\n');
  writeFileSync(join(folder, 'src/other.ts'), 'export const height = 42;\n');
  writeFileSync(join(folder, 'src/notes.md'), 'export const height = 13;\n');
  writeFileSync(join(folder, 'src/node_modules/far.ts'), 'export const height = 13;\nexport const height = 13;\n');
});

const infill = (...args: readonly string[]) =>
  runCli(['infill', file, '--at', '2:23', '--length', '3', '--model', model, '--json', ...args]);

describe('remask --project', () => {
  it('looks through a folder’s files of the same kind, but not through what tools put there', async () => {
    const { code, stdout } = await infill('--project', join(folder, 'src'), '--trace', trace);
    expect(code).toBe(0);
    expect(ndjson(stdout).at(-1)?.['holes']).toMatchObject([{ text: '42' }]);
    expect(ndjson((await infill()).stdout).at(-1)?.['holes']).not.toMatchObject([{ text: '42' }]);
  });

  it('says which text it was written after', async () => {
    const [twin, last] = [join(folder, 'src/twin.ts'), join(folder, 'src/last.ts')];
    writeFileSync(twin, '\nfunction first(users) {\n  if (users.empty) return;\n  return users[0];\n}\n');
    writeFileSync(last, 'function last(orders) {\n  \n  return orders[0];\n}\n');
    const args = ['infill', last, '--at', '2:3', '--model', model, '--project', twin];
    const { stdout } = await runCli([...args, '--json']);
    const parallel = expect.stringMatching(/twin\.ts:3$/) as string;
    expect(ndjson(stdout).at(-1)?.['holes']).toMatchObject([{ text: 'if (orders.empty) return;', parallel }]);
    expect((await runCli(args)).stderr).toMatch(/, as \S*twin\.ts:3, /);
  });

  it('binds what the file uses and nothing in it binds, as the project does', async () => {
    const [user, record] = [join(folder, 'src/user.ts'), join(folder, 'user.ndjson')];
    writeFileSync(user, '\nexport const area = width * width;\n');
    const args = ['infill', user, '--at', '1:1', '--model', model];
    const { stdout } = await runCli([...args, '--project', file, '--json', '--trace', record]);
    expect(ndjson(stdout).at(-1)?.['holes']).toMatchObject([{ text: "import { width } from './own';" }]);
    expect((await runCli(['replay', record, '--model', model])).stdout).toMatch(/identical/);
    expect((await runCli(args)).stdout).toMatch(/^const width =/);
    expect((await runCli([...args, '--no-syntax'])).stdout).not.toMatch(/width =/);
  });

  it('keeps what was read in a trace, so that it can be replayed', async () => {
    expect(await runCli(['replay', trace, '--model', model])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/identical/) as string,
    });
  });

  it('counts for scores', async () => {
    const probabilityOf = async (...args: readonly string[]) => {
      const { stdout } = await runCli([
        'score',
        join(folder, 'src/other.ts'),
        '--range',
        '1:8-1:13',
        '--model',
        model,
        '--json',
        ...args,
      ]);
      return Number(ndjson(stdout)[0]?.['probability']);
    };
    expect(await probabilityOf('--project', file)).toBeGreaterThan((await probabilityOf()) + 0.5);
  });

  it('says so if there is no such file', async () => {
    const { code, stderr } = await infill('--project', join(folder, 'gone'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/cannot read .*gone: no such file/);
  });
});
