import { join } from 'node:path';
import { Redis } from 'ioredis';
// By path: what is done here to a store, no package does, and the store's own SQLite must do it.
import { chooseAdapter } from '../../../storage-file/src/sqlite/choose-adapter.js';

/** One entry as it lies in the store. */
export interface RawEntry {
  sequence: number;
  id: string;
  at: number;
  author: string;
  /** JSON text. */
  body: string;
}

/** A log straight in the store, past all of its rules. */
export interface RawLog {
  read(log: string): Promise<RawEntry[]>;
  /** Makes the log exactly this, and its counters as told. */
  write(
    log: string,
    entries: readonly RawEntry[],
    counters: { sequence: number; count: number },
  ): Promise<void>;
  close(): Promise<void>;
}

/** A benchmark writes a million entries. */
const AT_ONCE = 10_000;

export function rawFileLog(folder: string): RawLog {
  const database = chooseAdapter().connect(join(folder, 'agentcoord.db'));
  return {
    async read(log) {
      return database
        .prepare<RawEntry>(
          'SELECT sequence, id, at, author, body FROM log_entries WHERE log = ? ORDER BY sequence',
        )
        .all(log)
        .map((row) => ({ ...row }));
    },
    async write(log, entries, { sequence, count }) {
      database.exec('BEGIN IMMEDIATE');
      database.prepare('DELETE FROM log_entries WHERE log = ?').run(log);
      const insert = database.prepare(
        'INSERT INTO log_entries(log, sequence, id, at, author, body) VALUES (?, ?, ?, ?, ?, ?)',
      );
      for (const { sequence: place, id, at, author, body } of entries)
        insert.run(log, place, id, at, author, body);
      database.prepare('UPDATE logs SET sequence = ?, count = ? WHERE log = ?').run(sequence, count, log);
      database.exec('COMMIT');
    },
    async close() {
      database.close();
    },
  };
}

export function rawRedisLog(socketPath: string, namespace: string): RawLog {
  const redis = new Redis({ path: socketPath });
  // A server that is restarted meanwhile is connected to again.
  redis.on('error', () => undefined);
  const at = (name: string): string => `{ac:${namespace}}:${name}`;
  return {
    async read(log) {
      const found = await redis.xrange(at(`log:${log}`), '-', '+');
      return found.map(([place, words]) => {
        const fields = new Map<string, string>();
        for (let index = 0; index < words.length; index += 2)
          fields.set(words[index] ?? '', words[index + 1] ?? '');
        return {
          sequence: Number.parseInt(place, 10),
          id: fields.get('id') ?? '',
          at: Number(fields.get('at')),
          author: fields.get('author') ?? '',
          body: fields.get('body') ?? '',
        };
      });
    },
    async write(log, entries, { sequence, count }) {
      await redis.del(at(`log:${log}`), at(`log-ids:${log}`));
      for (let from = 0; from < entries.length; from += AT_ONCE) {
        const pipeline = redis.pipeline();
        for (const { sequence: place, id, at: time, author, body } of entries.slice(from, from + AT_ONCE))
          pipeline.xadd(at(`log:${log}`), `${place}-0`, 'id', id, 'at', time, 'author', author, 'body', body);
        await pipeline.exec();
      }
      await redis.hset(at(`log-counts:${log}`), { sequence, count });
    },
    async close() {
      redis.disconnect();
    },
  };
}
