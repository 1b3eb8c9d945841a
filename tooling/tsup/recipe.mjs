import { existsSync } from 'node:fs';
import { defineConfig } from 'tsup';

/**
 * The one way a package of this repository is built: ESM for Node 20, with source maps. Types are made only
 * with AGENTCOORD_TYPES=1, for packages that are published: they cost ten times the rest, and everything in
 * this repository reads the types of the sources.
 * Dependencies stay outside the bundle; a `.lua` file becomes a string inside it.
 */
export function tsupRecipe({ entries = ['src/index.ts'] } = {}) {
  return defineConfig({
    entry: entries.filter((entry) => existsSync(entry)),
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    dts: process.env.AGENTCOORD_TYPES === '1' && {
      entry: entries.filter((entry) => existsSync(entry) && !entry.endsWith('bin.ts')),
    },
    sourcemap: true,
    splitting: true,
    // A build must not take dist away from a process that is running from it.
    clean: false,
    silent: true,
    loader: { '.lua': 'text' },
  });
}
