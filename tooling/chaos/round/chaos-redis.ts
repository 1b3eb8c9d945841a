import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type RedisServer, startRedisServer } from '../../redis/redis-server.js';

/** The server of one round, and what may be done to its disk while it is down. */
export interface ChaosRedis {
  server: RedisServer;
  /** A kill -9 loses nothing. */
  keepsAll: boolean;
  /** What is on disk now. */
  copyFolder(): Promise<string>;
  emptyFolder(): void;
  restoreFolder(copy: string): void;
}

const DATA = ['appendonlydir', 'dump.rdb'];

/** Each place of a worker is a user of its own, so that one alone can be locked out. */
export async function startChaosRedis(options: {
  under: string;
  appendOnly: boolean;
  /** Not on a disk: one that stands still makes Redis acknowledge what a kill -9 then loses. */
  keepsAll: boolean;
  places: number;
  save: (server: RedisServer) => Promise<void>;
}): Promise<ChaosRedis> {
  const users = Array.from({ length: options.places }, (_, place) => [
    ...['--user', `agent-${place}`, 'on', '>secret', '~*', '&*', '+@all'],
  ]);
  const { under, appendOnly } = options;
  const server = await startRedisServer({ appendOnly, under, arguments: users.flat() });
  const emptyFolder = (): void => {
    for (const name of DATA) rmSync(join(server.folder, name), { recursive: true, force: true });
  };
  return {
    server,
    keepsAll: options.keepsAll,
    async copyFolder() {
      if (!appendOnly) await options.save(server);
      const copy = mkdtempSync(join(under, 'agentcoord-redis-copy-'));
      const there = readdirSync(server.folder).filter((name) => DATA.includes(name));
      for (const name of there) cpSync(join(server.folder, name), join(copy, name), { recursive: true });
      return copy;
    },
    emptyFolder,
    restoreFolder(copy) {
      emptyFolder();
      if (existsSync(copy)) cpSync(copy, server.folder, { recursive: true });
      rmSync(copy, { recursive: true, force: true });
    },
  };
}
