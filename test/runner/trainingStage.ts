/** The tests of training/, where Python has what they need. Nothing else here needs Python: elsewhere they are skipped. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runShown, type Output } from './runShown';
import type { Stage, StageOutcome } from './stage';
import { withTemporaryFolder } from './temporaryFolder';

const NEEDS = 'import torch, numpy, safetensors, tokenizers, pytest';

export const TRAINING_STAGE: Stage = {
  name: 'training',
  run: async (output) => {
    const python = ['training/.venv/bin/python', 'python3'].find(hasWhatIsNeeded);
    if (!python) return { passed: 0, failed: 0, skipped: 'no Python with PyTorch and pytest' };
    return withTemporaryFolder((folder) => runPytest(python, join(folder, 'report.xml'), output));
  },
};

function hasWhatIsNeeded(python: string): boolean {
  if (python.includes('/') && !existsSync(python)) return false;
  return spawnSync(python, ['-c', NEEDS], { stdio: 'ignore' }).status === 0;
}

async function runPytest(python: string, report: string, output: Output): Promise<StageOutcome> {
  const options = ['-q', '-p', 'no:cacheprovider', `--junitxml=${report}`];
  // Toy sizes: more threads only get in each other's way, badly so on a busy machine.
  process.env['OMP_NUM_THREADS'] ??= '1';
  const code = await runShown(python, ['-m', 'pytest', 'training', ...options], output);
  if (!existsSync(report)) return { passed: 0, failed: 1, problem: `pytest ended with exit code ${code}` };
  const xml = readFileSync(report, 'utf8');
  const count = (attribute: string): number =>
    Number(new RegExp(`<testsuite [^>]*\\b${attribute}="(\\d+)"`).exec(xml)?.[1]);
  const failed = count('failures') + count('errors');
  return { passed: count('tests') - failed - count('skipped'), failed: code === 0 ? failed : Math.max(failed, 1) };
}
