import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';
import { redisCli } from '../redis-cli.js';

export function eviction({ address, info }: ServerInspection): Finding {
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (policy === 'noeviction') return ok('eviction', 'Nothing is evicted (noeviction).');
  const isLimited = Number(info.get('maxmemory') ?? 0) > 0;
  return {
    check: 'eviction',
    severity: isLimited ? 'error' : 'warning',
    what: `The eviction policy is ${policy}${isLimited ? '' : ', which acts as soon as maxmemory is set'}.`,
    why: 'When memory is full it drops locks and tasks without a word, and two agents hold one lock.',
    fix: redisCli(address, 'CONFIG SET maxmemory-policy noeviction'),
  };
}
