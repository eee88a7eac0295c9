import { defineConfig } from 'vitest/config';
import browserDriven from './vitest.e2e.config';

export default defineConfig({ test: { ...browserDriven.test, include: ['test/package/**/*.e2e.ts'] } });
