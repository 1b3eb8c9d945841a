import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

// `node start-example.mjs start.ts`: runs the file in an empty folder, as if it were your project, from the sources of this
// repository. The folder is removed afterwards, and so is the namespace, where REDIS_URL says that it is on a Redis.
const script = resolve(process.argv[2] ?? 'start.ts');
const folder = await realpath(await mkdtemp(join(tmpdir(), 'agentcoord-example-')));
const { AGENTCOORD_HOME: _home, ...inherited } = process.env;
const environment = {
  ...inherited,
  AGENTCOORD_NAMESPACE: `example-${randomBytes(6).toString('hex')}`,
  // With a Redis it is Redis that is shown: the store of this folder, gone in a moment, takes no part beside it.
  AGENTCOORD_FALLBACK: 'off',
};

// Ctrl-C reaches the example as well: this process only waits for it.
process.on('SIGINT', () => {});
try {
  process.exitCode = await run(script);
  if (environment.REDIS_URL) await run(join(import.meta.dirname, 'remove-namespace.ts'));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @param {string} file */
async function run(file) {
  const tsx = createRequire(script).resolve('tsx');
  const lua = join(import.meta.dirname, '../lua/register.mjs');
  const loaders = [lua, tsx].flatMap((loader) => ['--import', pathToFileURL(loader).href]);
  const child = spawn(process.execPath, ['--conditions=@agentcoord/source', ...loaders, file], {
    cwd: folder,
    env: environment,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
