import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    pool: 'forks',
    // Each file has a VS Code and a browser of its own, and both want the machine.
    fileParallelism: false,
    // Generous: a busy machine may need a minute to show the workbench, and a hang is what these must catch.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // A key pressed while a busy machine still lays out the page is lost; a second failure is ours.
    retry: 1,
    expect: { poll: { timeout: 30_000, interval: 50 } },
  },
});
