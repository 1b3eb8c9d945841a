import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const pathOf = (shim: string): string => fileURLToPath(new URL(`./shims/${shim}.ts`, import.meta.url));

/** What is imported at run time elsewhere is part of the file here, so that what nobody uses of it can be left out. */
export const oneFile: Plugin = {
  name: 'one-file',
  setup({ onResolve }) {
    onResolve({ filter: /\/open-store\.js$/ }, () => ({ path: pathOf('open-store') }));
    onResolve({ filter: /^\.\/replica\.js$/ }, ({ importer }) =>
      importer.endsWith('/storage-file/src/storage.ts') ? { path: pathOf('file-replica') } : undefined,
    );
  },
};
