import type { FailoverFacts } from '../failover-findings.js';
import { type Finding, ok } from '../finding.js';

/** Redis has caught up with an outage of hours well within this. */
const LONG_MS = 60_000;

export function follower({ status }: FailoverFacts): Finding {
  const { lag, owner } = status;
  if (lag === undefined) return ok('follower', 'Nobody can be asked how far the follower is.');
  const who = owner === 'this-host' ? 'Redis' : 'The store of this host';
  if (lag.ms < LONG_MS) return ok('follower', `${who} follows, ${lag.events} events behind.`);
  return {
    check: 'follower',
    severity: 'warning',
    what: `${who} is ${lag.events} events (${Math.round(lag.ms / 1_000)} s) behind.`,
    why: 'What only one place has is lost with that place. Only a process that stays sends it: a worker, a session, a stream.',
    fix: 'agentcoord events --follow',
  };
}
