import { describeSameAnswers } from '@agentcoord/conformance';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { describe } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

describe.skipIf(missing)(`the file store and Redis${unless}`, () => {
  const server = sharedServer();
  describeSameAnswers(
    // The same code as on disk; neither can be told that time passes.
    { name: 'file', open: async () => ({ storage: await openMemoryStorage() }) },
    {
      name: 'redis',
      open: async () => ({ storage: await openRedisStorage(freshNamespace(server.current())) }),
    },
  );
});
