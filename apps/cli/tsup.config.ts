import { tsupRecipe } from '@agentcoord/tooling/tsup';
import type { Options } from 'tsup';
import { bundleLibsql } from './bundle/bundle-libsql.js';
import { lighterBuiltins } from './bundle/lighter-builtins.js';
import { oneFile } from './bundle/one-file.js';
import { startFile } from './bundle/start-file.js';

const common = tsupRecipe() as Options;

/**
 * CommonJS: Node starts a process from it 9 ms sooner than from a module, and each module that it has to
 * find costs more than what is in it.
 */
const quickly: Options = {
  ...common,
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

export default [
  { ...common, entry: ['src/index.ts', 'src/run-command-line.ts'] },
  // What the executable loads first: see src/main.ts.
  {
    ...quickly,
    entry: ['src/main.ts'],
    dts: common.dts && { entry: ['src/main.ts'] },
    esbuildPlugins: [startFile],
  },
  // Everything a quick command needs in one file: see src/quick.ts.
  { ...quickly, entry: ['src/quick.ts'], esbuildPlugins: [oneFile, lighterBuiltins, bundleLibsql] },
] satisfies Options[];
