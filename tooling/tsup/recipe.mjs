import { existsSync } from 'node:fs';
import { defineConfig } from 'tsup';

/**
 * The one way a package of this repository is built: ESM for Node 20, with types and source maps.
 * Dependencies stay outside the bundle; a `.lua` file becomes a string inside it.
 */
export function tsupRecipe({ entries = ['src/index.ts'] } = {}) {
  return defineConfig({
    entry: entries.filter((entry) => existsSync(entry)),
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    dts: { entry: entries.filter((entry) => existsSync(entry) && !entry.endsWith('bin.ts')) },
    sourcemap: true,
    splitting: true,
    // A build must not take dist away from a process that is running from it.
    clean: false,
    silent: true,
    loader: { '.lua': 'text' },
  });
}
