import { isoTime } from '../../output/iso-times.js';
import type { FailoverFacts } from '../failover-findings.js';
import { type Finding, ok } from '../finding.js';
import { redisCli } from '../redis-cli.js';

export function ownership({ status }: FailoverFacts): Finding {
  const { goneSince, address, owner, queued, mode } = status;
  if (goneSince === undefined) return ok('ownership', `${mode}.`);
  const what = `Redis at ${address} has not answered since ${isoTime(goneSince)}.`;
  const fix = redisCli(address, 'PING || systemctl start redis-server');
  if (owner === 'this-host')
    return {
      check: 'ownership',
      severity: 'warning',
      what: `${what} The store of this host decides, and work goes on.`,
      why: 'Other hosts see nothing of it and cannot join; Redis catches up when it is back.',
      fix,
    };
  return {
    check: 'ownership',
    severity: 'error',
    what: `${what} It decides in this namespace.`,
    why: `Locks, claims and decisions are refused until it is back; ${queued} messages of this host wait for it.`,
    fix,
  };
}
