import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFollowing, type StorageHarness } from '@agentcoord/conformance';
import { type Clock, systemClock } from '@agentcoord/core';
import { openFileStorage, openMemoryStorage } from '../src/index.js';

const memory: StorageHarness = {
  name: 'memory',
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

const disk: StorageHarness = {
  name: 'file',
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'agentcoord-'));
    return {
      storage: await openFileStorage({ folder }),
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

describeFollowing(memory, memory);
describeFollowing(memory, disk);
describeFollowing(disk, memory);
