/** From the key press to paint, in a real VS Code: `test/e2e/bench/overlay.bench.ts` measures, this shows. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { milliseconds, type Part } from '../part';
import { OVERLAY_REPORT } from '../support/overlayReport';
import { median } from '../support/quantiles';

interface Waits {
  readonly overlayMs: number;
  readonly stagedMs: number;
}

interface OverlayFigures {
  readonly cold: Waits;
  readonly warm: readonly Waits[];
}

export const editor: Part = {
  name: 'editor',
  about: 'key press to overlay and to staged text, in a real VS Code (installs its host once)',
  quick: false,
  run() {
    rmSync(OVERLAY_REPORT, { force: true });
    const { status } = spawnSync('npx', ['vitest', 'run', '-c', 'vitest.bench.config.ts', 'overlay'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) return Promise.reject(new Error('the browser-driven part failed: see above'));
    const { cold, warm } = JSON.parse(readFileSync(OVERLAY_REPORT, 'utf8')) as OverlayFigures;
    const line = (label: string, key: keyof Waits) => {
      const figures = warm.map((waits) => waits[key]);
      return { label, cells: [cold[key], median(figures), Math.max(...figures)].map(milliseconds) };
    };
    return Promise.resolve({
      figures: { cold, warm },
      sections: [
        {
          title: 'Real VS Code, a hole of 30 characters: key press to paint',
          columns: ['cold', 'warm, median', 'warm, worst'],
          lines: [line('first overlay', 'overlayMs'), line('staged', 'stagedMs')],
        },
      ],
    });
  },
};
