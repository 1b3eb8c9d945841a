import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';
import { redisCli } from '../redis-cli.js';

export function persistence({ address, info, settings }: ServerInspection): Finding {
  if (info.get('aof_enabled') !== '1') {
    return {
      check: 'persistence',
      severity: 'warning',
      what: 'It writes no append-only file.',
      why: 'A restart forgets what came after the last snapshot: tasks are lost, and no lock is granted for a minute.',
      fix: redisCli(address, 'CONFIG SET appendonly yes'),
    };
  }
  if (settings.get('appendfsync') === 'no') {
    return {
      check: 'persistence',
      severity: 'warning',
      what: 'Its append-only file is not synced to the disk (appendfsync no).',
      why: 'A machine that loses power forgets up to half a minute of tasks and locks.',
      fix: redisCli(address, 'CONFIG SET appendfsync everysec'),
    };
  }
  return ok('persistence', `It writes an append-only file (${settings.get('appendfsync') ?? 'synced'}).`);
}
