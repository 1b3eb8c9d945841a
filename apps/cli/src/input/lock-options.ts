import type { LockOptions } from '@agentcoord/locks';
import type { Command } from 'commander';
import type { CommandCall } from '../command-context.js';

export interface LockFlags {
  intent?: string;
  ttl?: string;
  wait?: string;
  shared?: boolean;
  folder?: boolean;
}

export function addLockOptions(command: Command, ttl: string): Command {
  return command
    .option('--intent <text>', 'why; shown to those who have to wait')
    .option('--ttl <duration>', `how long it is held (default ${ttl})`)
    .option('--wait <duration>', "how long to wait for others (default 30s; '0s' asks once)")
    .option('--shared', 'others may hold it shared as well, nobody exclusively')
    .option('--folder', 'each path with everything below it (the default for folders that exist)')
    .option('--no-folder', 'only the path itself, also when it is a folder');
}

export function lockOptionsOf({ options, signal }: CommandCall<LockFlags>): LockOptions {
  const { intent, ttl, wait, shared, folder } = options;
  return {
    signal,
    ...(intent === undefined ? {} : { intent }),
    ...(ttl === undefined ? {} : { ttl }),
    ...(wait === undefined ? {} : { wait }),
    ...(shared ? { mode: 'shared' } : {}),
    ...(folder === undefined ? {} : { folder }),
  };
}
