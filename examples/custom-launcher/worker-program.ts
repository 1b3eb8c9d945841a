import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program } from '@agentcoord/spawner';

/** The command `agentcoord`, from the sources of this repository. Leave it out in yours: the installed one is found. */
export function agentcoordFromSources(): Program {
  const loaders = ['@agentcoord/tooling/lua-register', 'tsx'].flatMap((name) => [
    '--import',
    import.meta.resolve(name),
  ]);
  const folder = dirname(fileURLToPath(import.meta.resolve('agentcoord/package.json')));
  return {
    command: process.execPath,
    args: ['--conditions=@agentcoord/source', ...loaders, join(folder, 'src', 'bin.ts')],
  };
}
