/** A stage that is a script of package.json: it passes when that exits with 0. */
import { runShown } from './runShown';
import type { Stage } from './stage';

export function scriptStage(name: string, script: string): Stage {
  return {
    name,
    run: async (output) => {
      const code = await runShown('npm', ['run', '--silent', script], output);
      return { passed: 0, failed: code === 0 ? 0 : 1 };
    },
  };
}
