import { readFile } from 'node:fs/promises';
import type { Options } from 'tsup';
import { replaceOnce } from './replace-once.js';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** Where commands are named, each with its module. */
const LISTS = /\/(command-list|\w+-commands)\.ts$/;

/**
 * The file that starts: quick commands come already compiled where they were compiled before (importing
 * would first start Node's module loader, 5 ms), and everything else from the installed package.
 */
export function startFile(everything: string): Plugin {
  return {
    name: 'start-file',
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\/src\/main\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const loadQuick =
          "(await import('./start/load-compiled.js')).loadCompiled(__dirname + '/quick.cjs', require)";
        return { contents: replaceOnce(text, "await import('./quick.js')", loadQuick), loader: 'ts' };
      });
      onResolve({ filter: /^\.\/quick\.cjs$/ }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /^\.\/run-command-line\.js$/ }, ({ kind }) =>
        kind === 'dynamic-import'
          ? { path: everything, external: true }
          : { path: 'unused', namespace: 'left-out' },
      );
      // Named in the list of commands, loaded by the command line proper only.
      onResolve({ filter: /^\.\// }, ({ path, importer, kind }) =>
        kind === 'dynamic-import' && LISTS.test(importer) ? { path, external: true } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
        contents: 'export const runCommandLine = 0;',
      }));
    },
  };
}
