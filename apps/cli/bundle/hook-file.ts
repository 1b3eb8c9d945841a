import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** What reads shell commands is a file of its own beside the hooks: most hooks are for a file, and need none of it. */
export const hookFile: Plugin = {
  name: 'hook-file',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/shell\/(shell-writes|refuse-foreign|in-repository)\.js$/ }, ({ importer }) =>
      importer.includes('/shims/')
        ? undefined
        : { path: fileURLToPath(new URL('./shims/shell.ts', import.meta.url)) },
    );
  },
};
