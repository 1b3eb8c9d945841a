import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';

export function role({ info, usesTls }: ServerInspection): Finding {
  if (info.get('role') !== 'slave') return ok('role', 'It is a master.');
  const master = `${info.get('master_host')}:${info.get('master_port')}`;
  return {
    check: 'role',
    severity: 'error',
    what: `It is a replica of ${master}.`,
    why: 'A replica takes no writes: no lock is granted and no task is claimed.',
    fix: `export REDIS_URL=${usesTls ? 'rediss' : 'redis'}://${master}`,
  };
}
