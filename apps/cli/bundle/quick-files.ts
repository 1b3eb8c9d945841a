import { fileURLToPath } from 'node:url';
import { tsupRecipe } from '@agentcoord/tooling/tsup';
import type { Options } from 'tsup';
import { bundleLibsql } from './bundle-libsql.js';
import { hookFile } from './hook-file.js';
import { lighterBuiltins } from './lighter-builtins.js';
import { oneFile } from './one-file.js';
import { smallRedis } from './small-redis.js';
import { startFile } from './start-file.js';

/**
 * The executable and, beside it, everything a quick command needs in one file (src/quick.ts). CommonJS: Node
 * starts a process from it 4 ms sooner than from a module, and each package it has to find costs 2 ms, which
 * is more than what is in it.
 * @param request.executable calls `runAsProcess` of `@agentcoord/cli`.
 * @param request.everything where the executable imports the rest of the command line from.
 */
export function quickFiles(request: { executable: string; everything: string }): Options[] {
  const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
  const common: Options = {
    ...(tsupRecipe() as Options),
    format: ['cjs'],
    dts: false,
    splitting: false,
    minify: true,
    noExternal: [/.*/],
    removeNodeProtocol: false,
    esbuildOptions(options) {
      options.conditions = ['@agentcoord/source'];
    },
  };
  const quick = pathOf('../src/quick.ts');
  return [
    { ...common, entry: [request.executable], esbuildPlugins: [startFile(request.everything)] },
    { ...common, entry: [quick], esbuildPlugins: [oneFile, lighterBuiltins, bundleLibsql] },
    {
      ...common,
      entry: [pathOf('./redis.ts')],
      esbuildPlugins: [lighterBuiltins, smallRedis],
    },
    { ...common, entry: [pathOf('./failover.ts')], esbuildPlugins: [lighterBuiltins] },
    { ...common, entry: [pathOf('./hook.ts')], esbuildPlugins: [hookFile, lighterBuiltins] },
    { ...common, entry: [pathOf('./shell.ts')], esbuildPlugins: [lighterBuiltins] },
  ];
}
