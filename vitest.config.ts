import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/engine/**/*.test.ts'],
    // ONNX Runtime is a native add-on with its own threads: child processes, and few of them.
    pool: 'forks',
    // Loading the engine's modules anew for each of a hundred files took longer than most of their tests.
    isolate: false,
    poolOptions: { forks: { maxForks: 2 } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
