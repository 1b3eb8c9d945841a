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
    reporters: ['default', './tooling/vitest/count-reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
