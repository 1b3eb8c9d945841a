import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';

/** Valkey began after it, so each of its versions will do. */
export function version({ info }: ServerInspection): Finding {
  const valkey = info.get('valkey_version');
  if (valkey !== undefined) return ok('version', `Valkey ${valkey}`);
  const redis = info.get('redis_version') ?? '0';
  const [major = 0, minor = 0] = redis.split('.').map(Number);
  if (major > 6 || (major === 6 && minor >= 2)) return ok('version', `Redis ${redis}`);
  return {
    check: 'version',
    severity: 'error',
    what: `Redis ${redis} is older than 6.2.`,
    why: 'Its scripts lack commands that locks and tasks are made of.',
    fix: 'docker run --detach --publish 127.0.0.1:6379:6379 valkey/valkey:8 --appendonly yes',
  };
}
