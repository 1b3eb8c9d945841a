import { readFile } from 'node:fs/promises';
import type { Options } from 'tsup';
import { replaceOnce } from './replace-once.js';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * The file that starts: quick commands come by `require` (importing would first start Node's module
 * loader, 5 ms), everything else stays where the package has it.
 */
export const startFile: Plugin = {
  name: 'start-file',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\/src\/main\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return {
        contents: replaceOnce(text, "await import('./quick.js')", "require('./quick.cjs')"),
        loader: 'ts',
      };
    });
    onResolve({ filter: /^\.\/(quick\.cjs|run-command-line\.js)$/ }, ({ path }) => ({
      path,
      external: true,
    }));
    // Named in the list of commands, loaded by the command line proper only.
    onResolve({ filter: /^\.\/(commands|demo)\// }, ({ path }) => ({ path, external: true }));
  },
};
