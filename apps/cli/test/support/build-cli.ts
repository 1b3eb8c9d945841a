import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));

export interface BuiltCli {
  /** To be run by Node. */
  script: string;
  remove(): Promise<void>;
}

/**
 * The executable in one folder, made from the sources as they are: no build is needed before the tests,
 * and a start costs 0.1 s instead of 0.7 s through a loader. Lies where the file store finds its SQLite.
 */
export async function buildCli(): Promise<BuiltCli> {
  const storageFile = dirname(require.resolve('@agentcoord/storage-file/package.json'));
  const folder = join(storageFile, 'node_modules', '.cache', `agentcoord-${randomUUID()}`);
  await build({
    config: false,
    entry: { bin: join(here, 'agentcoord.process.ts') },
    outDir: folder,
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    splitting: true,
    silent: true,
    dts: false,
    outExtension: () => ({ js: '.mjs' }),
    loader: { '.lua': 'text' },
    noExternal: [/^(?!libsql$)/],
    external: ['libsql'],
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    esbuildOptions(options) {
      options.conditions = ['@agentcoord/source'];
    },
  });
  return { script: join(folder, 'bin.mjs'), remove: () => rm(folder, { recursive: true, force: true }) };
}
