/** The tests of training/, where Python has PyTorch. Nothing else here needs Python, so elsewhere they are skipped. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runShown } from './runShown';
import type { Stage } from './stage';

export const TRAINING_STAGE: Stage = {
  name: 'training',
  run: async () => {
    const python = ['training/.venv/bin/python', 'python3'].find(hasTorch);
    if (!python) return { passed: 0, failed: 0, note: 'skipped: no Python with PyTorch' };
    const code = await runShown(python, ['-m', 'unittest', 'discover', '-s', 'training/tests', '-t', 'training']);
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  },
};

function hasTorch(python: string): boolean {
  if (python.includes('/') && !existsSync(python)) return false;
  return spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0;
}
