import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { applySabotage, type Sabotage } from './sabotage.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const crashPoint = join(root, 'tooling/chaos/worker/crash-point.ts');

type Plugin = NonNullable<Parameters<typeof build>[0]['esbuildPlugins']>[number];

/**
 * Makes one file of the worker and all it uses: a process then starts in a tenth of a second. Here alone can a
 * guarantee be switched off, in the sources as they are bundled; the product has no switch for it.
 * @returns the file
 */
export async function bundleWorker(folder: string, sabotage?: Sabotage): Promise<string> {
  const sabotaged = new Set<string>();
  await build({
    config: false,
    silent: true,
    entry: { worker: join(root, 'tooling/chaos/worker/main.process.ts') },
    outDir: folder,
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    noExternal: [/.*/],
    splitting: false,
    sourcemap: false,
    clean: false,
    loader: { '.lua': 'text' },
    outExtension: () => ({ js: '.mjs' }),
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    esbuildOptions(options) {
      options.conditions = ['@agentcoord/source', 'module', 'node'];
    },
    esbuildPlugins: [ourCrashPoint, ...(sabotage ? [switchedOff(sabotage, sabotaged)] : [])],
  });
  const missed = sabotage?.changes.filter(({ file }) => !sabotaged.has(file)) ?? [];
  if (missed.length > 0)
    throw new Error(`a worker does not use ${missed.map(({ file }) => file).join(', ')}`);
  return join(folder, 'worker.mjs');
}

/** Where workers find what cannot be bundled. */
export const NODE_PATH = join(root, 'packages/storage-file/node_modules');

const ourCrashPoint: Plugin = {
  name: 'crash-points',
  setup(builder) {
    builder.onResolve({ filter: /\/crash-point\.js$/ }, () => ({ path: crashPoint }));
  },
};

function switchedOff(sabotage: Sabotage, done: Set<string>): Plugin {
  return {
    name: 'sabotage',
    setup(builder) {
      builder.onLoad({ filter: /\.(ts|lua)$/ }, async ({ path }) => {
        const { readFile } = await import('node:fs/promises');
        const changed = applySabotage(sabotage, path, await readFile(path, 'utf8'));
        if (changed === undefined) return undefined;
        done.add(changed.file);
        return { contents: changed.text, loader: path.endsWith('.lua') ? 'text' : 'ts' };
      });
    },
  };
}
