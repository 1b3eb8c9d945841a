import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** What is imported at run time elsewhere is part of the file here, so that what nobody uses of it can be left out. */
export const oneFile: Plugin = {
  name: 'one-file',
  setup({ onResolve }) {
    onResolve({ filter: /\/open-store\.js$/ }, () => ({
      path: fileURLToPath(new URL('./shims/open-store.ts', import.meta.url)),
    }));
  },
};
