import { type Clock, systemClock } from '@agentcoord/core';
import {
  describeLeases,
  describeLimits,
  describeModel,
  describeQueues,
  type StorageHarness,
} from '../src/index.js';
import { openMemoryStorage } from './open-memory-storage.js';

/** Hours pass at once, so the model meets expiries and delays, and no test waits for one. */
const turned: StorageHarness = {
  name: 'memory, with time turned by hand',
  async open() {
    let aheadMs = 0;
    const clock: Clock = {
      elapsed: () => systemClock.elapsed() + aheadMs,
      wall: () => systemClock.wall() + aheadMs,
    };
    return {
      storage: await openMemoryStorage({ clock }),
      async advance(ms) {
        aheadMs += ms;
      },
    };
  },
};

describeModel(turned);
describeLeases(turned);
describeQueues(turned);
describeLimits(turned);
