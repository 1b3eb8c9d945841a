import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';
import { redisCli } from '../redis-cli.js';

const NEAR = 0.9;
const MEBIBYTE = 2 ** 20;

export function memory({ address, info }: ServerInspection): Finding {
  const used = Number(info.get('used_memory') ?? 0);
  const limit = Number(info.get('maxmemory') ?? 0);
  const usedText = `${Math.ceil(used / MEBIBYTE)} MiB`;
  if (limit === 0) return ok('memory', `${usedText} used, no limit.`);
  const share = used / limit;
  const what = `${usedText} of ${Math.ceil(limit / MEBIBYTE)} MiB used (${Math.round(share * 100)} %)`;
  if (share < NEAR) return ok('memory', `${what}.`);
  return {
    check: 'memory',
    severity: share >= 1 ? 'error' : 'warning',
    what: share >= 1 ? `The memory is full: ${what}.` : `The memory is nearly full: ${what}.`,
    why: 'A full server refuses new tasks and locks; those that are there can still be renewed and ended.',
    fix: redisCli(address, `CONFIG SET maxmemory ${2 * Math.ceil(Math.max(used, limit) / MEBIBYTE)}mb`),
  };
}
