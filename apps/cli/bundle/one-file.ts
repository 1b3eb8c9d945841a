import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const pathOf = (shim: string): string => fileURLToPath(new URL(`./shims/${shim}.ts`, import.meta.url));

/** Facets of the file store that have a place of their own, or none. */
const FACETS: Readonly<Record<string, string>> = {
  './replica.js': 'file-replica',
  './limits.js': 'no-limits',
};

/** What is imported at run time elsewhere is part of the file here, so that what nobody uses of it can be left out. */
export const oneFile: Plugin = {
  name: 'one-file',
  setup({ onResolve }) {
    onResolve({ filter: /\/open-store\.js$/ }, () => ({ path: pathOf('open-store') }));
    onResolve({ filter: /\/find-quick-hook\.js$/ }, () => ({ path: pathOf('find-quick-hook') }));
    onResolve({ filter: /^\.\/(replica|limits)\.js$/ }, ({ path, importer }) => {
      const shim = FACETS[path];
      const isFacet = shim !== undefined && importer.endsWith('/storage-file/src/storage.ts');
      return isFacet ? { path: pathOf(shim) } : undefined;
    });
  },
};
