import { describe, expect, it } from 'vitest';
import { runFleet } from './support/fleet.js';
import { tempFolder } from './support/temp-folder.js';

const isLinux = process.platform === 'linux';

/** With real leases and a model that takes its time: `npm run prove -- fleet`. */
describe.skipIf(!isLinux)('three workers, twelve tasks that share files, one stands still in an edit', () => {
  it.each(['shared', 'worktree'] as const)(
    'loses no edit, writes nothing stale, and the tests pass: %s',
    async (mode) => {
      const { violations } = await runFleet(await tempFolder(), { mode, modelMs: 20, loses: 'revoke' });
      expect(violations).toEqual([]);
    },
    240_000,
  );
});
