import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askRedis, untilReply } from '@agentcoord/tooling/ask-redis';
import type { RedisServer, RedisServerOptions } from '@agentcoord/tooling/redis-server';
import type { Finding } from '../../src/doctor/finding.js';

/** A server with one wrong setting, as it is found in the field. */
export interface Wrong {
  setting: string;
  server?: () => RedisServerOptions;
  /** Commands that make it wrong while it runs. */
  commands?: string[];
  /** What cannot be brought about by a command. */
  arrange?: (server: RedisServer) => Promise<unknown>;
  url?: (server: RedisServer) => string;
  check: string;
  severity: Finding['severity'];
  what: RegExp;
  fix: RegExp;
  /** The fix is a command of Redis, and this test runs it: the finding is gone then. */
  mends?: boolean;
}

const acl = (...rights: string[]): string => ['ACL SETUSER agent on >pw', ...rights].join(' ');
const asAgent = ({ socketPath }: RedisServer): string => `unix://agent:pw@${socketPath}`;
export const replyOf = ({ socketPath }: RedisServer, command: string) =>
  askRedis({ path: socketPath }, command);
const untilInfo = ({ socketPath }: RedisServer, wanted: RegExp) =>
  untilReply({ path: socketPath }, 'INFO', wanted);
/** A folder for the data of a server, beside the one of its socket. */
const ownFolder = (): string[] => ['--dir', mkdtempSync(join(tmpdir(), 'agentcoord-doctor-'))];

/** Takes the server's folder away: to it the disk is broken. */
async function breakDisk(server: RedisServer, command: string, wanted: RegExp): Promise<void> {
  const folder = (await replyOf(server, 'CONFIG GET dir')).split('\r\n')[4] ?? '';
  await rm(folder, { recursive: true });
  await replyOf(server, command);
  await untilInfo(server, wanted);
}

export const WRONG: Wrong[] = [
  {
    setting: 'an LRU eviction policy',
    server: () => ({ arguments: ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'] }),
    check: 'eviction',
    severity: 'error',
    what: /allkeys-lru/,
    fix: /CONFIG SET maxmemory-policy noeviction$/,
    mends: true,
  },
  {
    setting: 'an eviction policy that waits for a limit',
    server: () => ({ arguments: ['--maxmemory-policy', 'volatile-ttl'] }),
    check: 'eviction',
    severity: 'warning',
    what: /volatile-ttl, which acts as soon as/,
    fix: /CONFIG SET maxmemory-policy noeviction$/,
    mends: true,
  },
  {
    setting: 'no append-only file',
    check: 'persistence',
    severity: 'warning',
    what: /no append-only file/,
    fix: /CONFIG SET appendonly yes$/,
    mends: true,
  },
  {
    setting: 'an append-only file that is never synced',
    server: () => ({ appendOnly: true, arguments: ['--appendfsync', 'no'] }),
    check: 'persistence',
    severity: 'warning',
    what: /appendfsync no/,
    fix: /CONFIG SET appendfsync everysec$/,
    mends: true,
  },
  {
    setting: 'memory near its limit',
    arrange: async (server) => {
      // So much that the connections of those who look do not matter.
      await replyOf(server, 'SETRANGE ballast 50000000 x');
      const used = Number(/used_memory:(\d+)/.exec(await replyOf(server, 'INFO'))?.[1]);
      await replyOf(server, `CONFIG SET maxmemory ${Math.round(used / 0.95)}`);
    },
    check: 'memory',
    severity: 'warning',
    what: /nearly full/,
    fix: /CONFIG SET maxmemory \d+mb$/,
    mends: true,
  },
  {
    setting: 'memory that is full',
    commands: ['CONFIG SET maxmemory 1'],
    check: 'memory',
    severity: 'error',
    what: /memory is full/,
    fix: /CONFIG SET maxmemory \d+mb$/,
    mends: true,
  },
  {
    setting: 'a replica instead of the master',
    commands: ['REPLICAOF 127.0.0.1 1'],
    check: 'role',
    severity: 'error',
    what: /replica of 127\.0\.0\.1:1/,
    fix: /^export REDIS_URL=redis:\/\/127\.0\.0\.1:1$/,
  },
  {
    setting: 'snapshots that cannot be written',
    server: () => ({ arguments: ownFolder() }),
    arrange: (server) => breakDisk(server, 'BGSAVE', /rdb_last_bgsave_status:err/),
    check: 'disk-errors',
    severity: 'error',
    what: /snapshot \(BGSAVE\) failed/,
    fix: /^df -h && redis-cli .* BGSAVE$/,
  },
  {
    setting: 'an append-only file that cannot be rewritten',
    server: () => ({ appendOnly: true, arguments: ownFolder() }),
    arrange: (server) => breakDisk(server, 'BGREWRITEAOF', /aof_last_bgrewrite_status:err/),
    check: 'disk-errors',
    severity: 'warning',
    what: /rewrite of the append-only file failed/,
    fix: /^df -h && redis-cli .* BGREWRITEAOF$/,
  },
  {
    setting: 'a user without scripts',
    commands: [acl('~{ac:*}*', '&{ac:*}*', '+@all', '-@scripting')],
    url: asAgent,
    check: 'rights',
    severity: 'error',
    what: /agent has no right to run EVAL, EVALSHA/,
    fix: /ACL SETUSER agent 'resetkeys' '~\{ac:\*\}\*'/,
    mends: true,
  },
  {
    setting: 'a user who may not touch the namespace',
    commands: [acl('~other:*', '&{ac:*}*', '+@all')],
    url: asAgent,
    check: 'rights',
    severity: 'error',
    what: /no right to the keys of this namespace/,
    fix: /ACL SETUSER agent/,
    mends: true,
  },
  {
    setting: 'a user who hears no signals',
    commands: [acl('~{ac:*}*', 'resetchannels', '+@all')],
    url: asAgent,
    check: 'rights',
    severity: 'error',
    what: /no right to the channels of this namespace/,
    fix: /ACL SETUSER agent/,
    mends: true,
  },
  {
    setting: 'a command that was renamed away',
    server: () => ({ arguments: ['--rename-command', 'EVALSHA', ''] }),
    check: 'rights',
    severity: 'error',
    what: /does not have EVALSHA/,
    fix: /rename-command/,
  },
  {
    setting: 'replicas that are asked for and missing',
    commands: ['CONFIG SET min-replicas-to-write 2'],
    check: 'replicas',
    severity: 'error',
    what: /only with 2 replicas.* and has 0/,
    fix: /CONFIG SET min-replicas-to-write 0$/,
    mends: true,
  },
  {
    setting: 'few connections left',
    server: () => ({ arguments: ['--maxclients', '1'] }),
    check: 'connections',
    severity: 'warning',
    what: /1 of 1 connections/,
    fix: /CONFIG SET maxclients 10000$/,
    mends: true,
  },
  {
    setting: 'a namespace of a newer version',
    commands: ['HSET {ac:doctor}:meta schema 99'],
    check: 'schema',
    severity: 'error',
    what: /layout 99/,
    fix: /^npm install --global agentcoord@latest$/,
  },
  {
    setting: 'a wrong password',
    server: () => ({ arguments: ['--requirepass', 'right'] }),
    url: ({ socketPath }) => `unix://:hunter2@${socketPath}`,
    check: 'connection',
    severity: 'error',
    what: /WRONGPASS/,
    fix: /^export REDIS_URL=unix:\/\/<user>:<password>@/,
  },
  {
    setting: 'an address where nobody is',
    url: () => 'redis://:hunter2@127.0.0.1:1',
    check: 'connection',
    severity: 'error',
    what: /cannot be reached/,
    fix: /^redis-cli -h 127\.0\.0\.1 -p 1 PING/,
  },
];
