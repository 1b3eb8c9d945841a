import { join } from 'node:path';
import type { Replica } from '@agentcoord/core';
import type { createReplica as CreateReplica } from '../../../../packages/storage-file/src/replica.js';
import { loadCompiled } from '../../src/start/load-compiled.js';
import type * as FailoverFile from '../failover.js';

/** The facet by which a file store follows another one: a fifth of the store, and only used beside Redis. */
export function createReplica(store: Parameters<typeof CreateReplica>[0]): Replica {
  let replica: Replica | undefined;
  const load = (): Replica => {
    const file = loadCompiled(join(__dirname, 'failover.cjs'), require) as typeof FailoverFile;
    return file.createReplica(store);
  };
  return new Proxy({} as Replica, {
    get(_none, verb) {
      replica ??= load();
      return Reflect.get(replica, verb);
    },
  });
}
