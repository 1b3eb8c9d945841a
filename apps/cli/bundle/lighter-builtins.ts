import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const SHIMS: Readonly<Record<string, string>> = {
  'node:crypto': './shims/crypto-when-used.cts',
  'node:tls': './shims/tls-when-used.cts',
  'node:fs/promises': './shims/fs-without-threads.cts',
};

/** These parts of Node are half of what a quick command would load, and hardly used by it. */
export const lighterBuiltins: Plugin = {
  name: 'lighter-builtins',
  setup({ onResolve }) {
    onResolve({ filter: /^node:(crypto|tls|fs\/promises)$/ }, ({ path, importer }) => {
      const shim = SHIMS[path];
      if (shim === undefined || importer.includes('/shims/')) return { path, external: true };
      return { path: fileURLToPath(new URL(shim, import.meta.url)) };
    });
  },
};
