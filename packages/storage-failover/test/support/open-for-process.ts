import { join } from 'node:path';
import { openFileStorage } from '@agentcoord/storage-file';
import type { FailoverTimes } from '../../src/index.js';
import { type FailoverStorage, openFailoverStorage } from '../../src/index.js';

/** Plain JSON, so that a child process can be told. */
export type BedOptions = {
  folder: string;
  /** Each has a store of its own. */
  host: string;
  times?: Partial<FailoverTimes>;
  fallback?: 'auto' | 'single-host' | 'off';
};

/** A host of a namespace whose primary is a file store beside those of the hosts. */
export async function openHost({ folder, host, times, fallback }: BedOptions): Promise<FailoverStorage> {
  return openFailoverStorage({
    primary: {
      open: () => openFileStorage({ folder: join(folder, 'primary') }),
      address: 'test',
      host: 'localhost',
    },
    local: await openFileStorage({ folder: join(folder, host) }),
    folder: join(folder, host, 'failover'),
    hostName: host,
    ...(times === undefined ? {} : { times }),
    ...(fallback === undefined ? {} : { fallback }),
  });
}
