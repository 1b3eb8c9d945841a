import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFencedFiles } from '@agentcoord/storage-file';
import { defineProof } from '@agentcoord/tooling/prove';
import { tryRandomPaths, trySwappedFolders } from '../test/support/escape-tries.js';
import { makeEscapeWorld } from '../test/support/escape-world.js';
import { LockTable } from '../test/support/lock-table.js';
import { toolBench } from '../test/support/tool-bench.js';

export default defineProof({
  promise:
    'No file tool reads or writes a byte outside the workspace: 10,000 random paths, and 5,000 races with a process that swaps a folder for a link.',
  run: async ({ scaled }) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'agentcoord-prove-')));
    const around = join(folder, 'world');
    const root = await makeEscapeWorld(around);
    const files = await openFencedFiles({ folder: join(folder, 'store') });
    try {
      const bench = await toolBench(root, { locks: new LockTable(), files });
      const paths = scaled(10_000);
      const races = scaled(5_000);
      const random = await tryRandomPaths({ around, bench }, { random: Math.random, count: paths });
      const swapped = await trySwappedFolders({ around, root, bench }, races);
      const written = random.written + swapped.written;
      return {
        counts: { 'random paths': paths, races, 'writes inside': written },
        violations: [
          ...random.violations,
          ...swapped.violations,
          ...(swapped.written === 0 ? ['nothing was written inside, so nothing is shown'] : []),
        ],
      };
    } finally {
      await files.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
});
