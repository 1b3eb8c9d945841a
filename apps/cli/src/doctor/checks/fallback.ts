import type { GateView } from '@agentcoord/core';
import { mayOwnLocally } from '@agentcoord/storage-failover';
import type { FailoverFacts } from '../failover-findings.js';
import { type Finding, ok } from '../finding.js';
import { isLocalAddress } from '../redis-place.js';

/** An owner takes silence of Redis for silence for everybody: where others can reach it on another way, that is wrong. */
export function fallback({ status, setting, setBy, machine }: FailoverFacts): Finding {
  const by = setBy === undefined ? '' : ` (set by ${setBy})`;
  const others = [...new Set(status.members.map(({ host }) => host))].filter((host) => host !== machine);
  const isHere = isLocalAddress(status.address);
  if (others.length === 0 || !mayOwnLocally(setting, isHere ? 'localhost' : status.address))
    return ok('fallback', `${setting}${by}: ${MEANING[setting]}`);
  const whom = others.join(', ');
  return {
    check: 'fallback',
    severity: setting === 'single-host' ? 'error' : 'warning',
    what:
      setting === 'single-host'
        ? `It says single-host${by}, and ${whom} takes part too.`
        : `It says auto${by} and ${status.address} looks like this machine, but ${whom} takes part too.`,
    why: 'While this host is cut off from Redis it goes on by itself; another one that still reaches it could lock the same file.',
    fix: setting === 'single-host' ? 'export AGENTCOORD_FALLBACK=auto' : 'export AGENTCOORD_FALLBACK=off',
  };
}

const MEANING: Record<FailoverFacts['setting'], string> = {
  auto: 'this host goes on without Redis where Redis is on this machine and no other host takes part.',
  'single-host': 'this host goes on without Redis, wherever that is.',
  off: 'this host never goes on without Redis.',
};

/** Where somebody has set the gate, Redis runs nothing for those who do not know whose turn it is. */
export function fallbackOff({ version }: GateView['gate']): Finding {
  if (version === 0) return ok('fallback', `off: ${MEANING.off}`);
  return {
    check: 'fallback',
    severity: 'error',
    what: 'It says off here, and the stores of other hosts take part in this namespace.',
    why: 'Redis refuses every change by this process, which does not know whose turn it is.',
    fix: 'export AGENTCOORD_FALLBACK=auto',
  };
}
