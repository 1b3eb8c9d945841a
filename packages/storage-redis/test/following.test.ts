import { describeFollowing, type StorageHarness } from '@agentcoord/conformance';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { describe } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

/** The same contract of copies, whichever of the two stores owns. */
describe.skipIf(missing)(`copies${unless}`, () => {
  const server = sharedServer({ appendOnly: true });
  const redis: StorageHarness = {
    name: 'redis',
    async open() {
      const options = freshNamespace(server.current());
      return { storage: await openRedisStorage(options), reopen: () => openRedisStorage(options) };
    },
  };
  const file: StorageHarness = {
    name: 'a file store',
    async open() {
      return { storage: await openMemoryStorage() };
    },
  };
  describeFollowing(redis, redis);
  describeFollowing(file, redis);
  describeFollowing(redis, file);
});
