/** More that is asked of the command line and cannot be meant so: each is one line that says what to do. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { alphaFile, TEXT } from '../support/alphaFile';
import { runCli } from '../support/runCli';

const { folder, file, model } = alphaFile();
const at = ['--at', '1:1'];
const twice = ['--range', '1:1-1:3', '--range', '1:7-1:9'];

it.each<[string, readonly string[], RegExp]>([
  ['help about no command', ['help', 'infil'], /unknown command 'infil'; see 'remask --help'/],
  ['two places', ['infill', file, ...at, '--at', '1:2'], /--at is given twice: .* with --range L:C-L:C/],
  ['two spans to remask', ['remask', file, ...twice], /--range is given twice: remask them one after the other/],
  ['two spans to repair', ['repair', file, ...twice], /--range is given twice: repair them one after the other/],
  ['a column counted from 0', ['infill', file, '--at', '1:0'], /1:0 does not exist: lines and columns count from 1/],
  ['no threads', ['infill', file, ...at, '--threads', '0'], /--threads must be at least 1/],
  ['a trace over a folder', ['infill', file, ...at, '--model', model, '--trace', folder], /write .*: it is a folder/],
  [
    'a trace in no folder',
    ['infill', file, ...at, '--model', model, '--trace', join(folder, 'no/trace')],
    /cannot write .*trace: no such folder/,
  ],
  ['a folder for a trace', ['replay', folder], /cannot read .*: it is a folder/],
  ['a file for a model', ['inspect', file], /alpha\.ts is a file: name a model, or the folder of one/],
  ['an import into a file', ['import', model, '--to', join(file, 'a/b')], /alpha\.ts is a file: choose another folder/],
])('%s', async (_, args, message) => {
  const { code, stdout, stderr } = await runCli(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^remask: [^\n]+\n$/);
  expect(stderr).toMatch(message);
  expect(readFileSync(file, 'utf8')).toBe(TEXT);
});

it('leaves Ctrl+C to the system, which does not wait for a pass', async () => {
  const probe = join(folder, 'probe.cjs');
  const count = "['SIGINT', 'SIGTERM'].map((name) => process.listenerCount(name))";
  writeFileSync(probe, `process.on('exit', () => console.error('listeners: ' + ${count}));`);
  const { stderr } = await runCli(['infill', file, ...at, '--model', model], {
    NODE_OPTIONS: `--require ${JSON.stringify(probe)}`,
  });
  expect(stderr).toMatch(/listeners: 0,0\n$/);
});
