import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    pool: 'forks',
    // Each file has a VS Code and a browser of its own, which want both cores to start and one of them afterwards.
    poolOptions: { forks: { minForks: 1, maxForks: 2 } },
    // Generous: a busy machine may need a minute to show the workbench, and a hang is what these must catch.
    testTimeout: 300_000,
    // A browser and two servers on a busy machine: a second try tells chance from a defect. The report shows it (retry x1).
    retry: 1,
    hookTimeout: 300_000,
    // What has not come by then is not on its way: a second try begins all the sooner.
    expect: { poll: { timeout: 30_000, interval: 50 } },
  },
});
