import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    pool: 'forks',
    // Each file has a VS Code and a browser of its own, and both want the machine.
    fileParallelism: false,
    // Generous: a busy machine may need a minute to show the workbench, and a hang is what these must catch.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000, interval: 50 } },
  },
});
