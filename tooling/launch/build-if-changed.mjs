import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, fingerprint, workspaceFolders } from './fingerprint.mjs';
import { pnpm } from './pnpm.mjs';
import { root } from './root.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

const shared = ['pnpm-lock.yaml', 'turbo.json', 'tsconfig.base.json'];

/** Builds every package whose sources changed. Turbo would find that out too, but takes seconds to start. */
export async function buildIfChanged() {
  const built = workspaceFolders().filter((folder) => existsSync(join(root, folder, 'tsup.config.ts')));
  const inputs = built.flatMap((folder) => [
    ...filesBelow(join(folder, 'src')),
    join(folder, 'package.json'),
    join(folder, 'tsconfig.json'),
    join(folder, 'tsup.config.ts'),
  ]);
  const sources = fingerprint([
    ...shared,
    ...filesBelow('tooling/tsup'),
    ...filesBelow('tooling/lua'),
    ...inputs,
  ]);
  const wanted = `${sources} ${process.env.AGENTCOORD_TYPES === '1' ? 'with types' : 'without types'}`;
  const complete = built.every((folder) => existsSync(join(root, folder, 'dist/index.js')));
  if (complete && readStamp('build') === wanted) return 0;
  console.error('Building …');
  const exitCode = await pnpm(['exec', 'turbo', 'run', 'build', '--output-logs=errors-only']);
  if (exitCode === 0) writeStamp('build', wanted);
  return exitCode;
}
