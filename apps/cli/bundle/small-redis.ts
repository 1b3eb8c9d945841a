import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const pathOf = (shim: string): string => fileURLToPath(new URL(`./shims/${shim}.ts`, import.meta.url));

/** The storage itself over a connection of a hundred lines instead of ioredis: half of the time of such a command. */
export const smallRedis: Plugin = {
  name: 'small-redis',
  setup({ onResolve }) {
    onResolve({ filter: /^ioredis$/ }, () => ({ path: pathOf('small-redis') }));
    onResolve({ filter: /\/migration-mutex\.js$/ }, () => ({ path: pathOf('no-migration') }));
    onResolve({ filter: /\/run-script\.js$/ }, () => ({ path: pathOf('run-script-text') }));
  },
};
