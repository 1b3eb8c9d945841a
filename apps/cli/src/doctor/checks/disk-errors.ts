import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';
import { redisCli } from '../redis-cli.js';

/** Each is a field of INFO that says `err` once writing to the disk has failed. */
export function diskErrors({ address, info, settings }: ServerInspection): Finding {
  const failed = (field: string): boolean => info.get(field) === 'err';
  if (failed('aof_last_write_status')) {
    return {
      check: 'disk-errors',
      severity: 'error',
      what: 'The last write to the append-only file failed.',
      why: 'The server refuses all writes until one succeeds: the disk is full, or its folder is gone.',
      fix: `df -h && ${redisCli(address, 'BGREWRITEAOF')}`,
    };
  }
  if (failed('rdb_last_bgsave_status')) {
    const refuses = settings.get('stop-writes-on-bgsave-error') !== 'no';
    return {
      check: 'disk-errors',
      severity: refuses ? 'error' : 'warning',
      what: 'The last snapshot (BGSAVE) failed.',
      why: refuses
        ? 'Where snapshots are configured the server refuses all writes until one succeeds (MISCONF).'
        : 'A restart finds an old snapshot.',
      fix: `df -h && ${redisCli(address, 'BGSAVE')}`,
    };
  }
  if (failed('aof_last_bgrewrite_status')) {
    return {
      check: 'disk-errors',
      severity: 'warning',
      what: 'The last rewrite of the append-only file failed.',
      why: 'The file grows until the disk is full, and then the server refuses all writes.',
      fix: `df -h && ${redisCli(address, 'BGREWRITEAOF')}`,
    };
  }
  return ok('disk-errors', 'Its last writes to the disk succeeded.');
}
