import { describe, expect, test } from 'vitest';
import { FORGED_WRITES } from './support/forged-writes.js';
import { FORGED_DECISIONS } from './support/forgeries.js';
import { onEveryStore } from './support/stores.js';
import { World } from './support/world.js';

onEveryStore('forgeries', (place) => {
  describe.each([...FORGED_DECISIONS, ...FORGED_WRITES])('$name', ({ succeeds }) => {
    test('lets nothing through', async () => {
      const world = new World(await (await place()).open());
      expect(await succeeds(world)).toBe(false);
      // The same world lets through what is right, so the attempt did not fail for another reason.
      const { id } = await world.ask();
      await world.operator.approve(id);
      expect(await world.letsThrough(id)).toBe(true);
    });
  });
});
