import { describeStorageContract } from '@agentcoord/conformance';
import { describe } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

describe.skipIf(missing)(`Redis${unless}`, () => {
  const server = sharedServer({ appendOnly: true });
  describeStorageContract({
    name: 'redis',
    async open() {
      const options = freshNamespace(server.current());
      return {
        storage: await openRedisStorage(options),
        reopen: () => openRedisStorage(options),
        connection: {
          module: new URL('harness/open-from-source.ts', import.meta.url).href,
          open: 'openFromSource',
          options: { namespace: options.namespace, path: server.current().socketPath },
        },
      };
    },
  });
});
