import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';
import { redisCli } from '../redis-cli.js';

export function replicas({ address, info, settings }: ServerInspection): Finding {
  const wanted = Number(settings.get('min-replicas-to-write') ?? 0);
  const good = Number(info.get('min_slaves_good_slaves') ?? wanted);
  if (good >= wanted) return ok('replicas', `${info.get('connected_slaves') ?? 0} replicas are connected.`);
  return {
    check: 'replicas',
    severity: 'error',
    what: `It writes only with ${wanted} replicas (min-replicas-to-write), and has ${good}.`,
    why: 'Until they are there it refuses every write (NOREPLICAS).',
    fix: redisCli(address, `CONFIG SET min-replicas-to-write ${good}`),
  };
}
