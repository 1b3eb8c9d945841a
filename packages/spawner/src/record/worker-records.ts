import type { JsonObject, Storage, StoredRecord } from '@agentcoord/core';
import { safeName } from '../log/log-file-name.js';
import type { SpawnedWorker } from './spawned-worker.js';

const COLLECTION = 'workers';
const PAGE = 1_000;

export interface VersionedWorker {
  worker: SpawnedWorker;
  version: number;
}

/** The `workers` collection: one record a name, that of its latest life. */
export class WorkerRecords {
  constructor(private readonly storage: Storage) {}

  async get(name: string): Promise<VersionedWorker | undefined> {
    const [record] = await this.storage.records.get({ collection: COLLECTION, ids: [safeName(name)] });
    return record && decode(record);
  }

  async find(nameOrId: string): Promise<VersionedWorker | undefined> {
    return (await this.get(nameOrId)) ?? (await this.list()).find(({ worker }) => worker.id === nameOrId);
  }

  async list(): Promise<VersionedWorker[]> {
    const found: VersionedWorker[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.storage.records.list({ collection: COLLECTION, limit: PAGE, cursor });
      found.push(...page.records.map(decode));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  }

  /** False when somebody else changed the record first. */
  async put(worker: SpawnedWorker, ifVersion: number): Promise<boolean> {
    const reply = await this.storage.records.put({
      collection: COLLECTION,
      id: safeName(worker.name),
      value: { ...worker } satisfies JsonObject,
      labels: { state: worker.state },
      ifVersion,
    });
    return reply.status === 'stored';
  }

  /** Changes this life of a worker; leaves a later one alone. Returns what is stored then. */
  async change(
    worker: SpawnedWorker,
    change: (now: SpawnedWorker) => Partial<SpawnedWorker>,
  ): Promise<SpawnedWorker> {
    for (;;) {
      const stored = await this.get(worker.name);
      if (stored?.worker.id !== worker.id) return worker;
      const changed = { ...stored.worker, ...change(stored.worker) };
      if (await this.put(changed, stored.version)) return changed;
    }
  }
}

/** Written by this class alone, so the shape is trusted; pids in it are still checked before use. */
function decode(record: StoredRecord): VersionedWorker {
  return { worker: record.value as unknown as SpawnedWorker, version: record.version };
}
