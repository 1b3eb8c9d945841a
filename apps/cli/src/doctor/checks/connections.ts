import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';
import { redisCli } from '../redis-cli.js';

const NEAR = 0.8;

export function connections({ address, info }: ServerInspection): Finding {
  const connected = Number(info.get('connected_clients') ?? 0);
  const most = Number(info.get('maxclients') ?? 0);
  if (most === 0 || connected < most * NEAR)
    return ok('connections', `${connected} of ${most || 'any'} used.`);
  return {
    check: 'connections',
    severity: 'warning',
    what: `${connected} of ${most} connections are used (maxclients).`,
    why: 'Each agent takes two; those beyond the limit are refused.',
    fix: redisCli(address, 'CONFIG SET maxclients 10000'),
  };
}
