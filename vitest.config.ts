import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { luaText } from './tooling/lua/vite-plugin.js';

const conditions = ['@agentcoord/source'];

export default defineConfig({
  plugins: [luaText()],
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  test: {
    include: ['**/test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./tooling/vitest/left-behind.ts'],
    reporters: ['default', './tooling/vitest/count-reporter.ts'],
    // Most tests wait for other processes: on two processors one file at a time takes 26 minutes, two take 16.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
