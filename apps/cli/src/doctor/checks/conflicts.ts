import { join } from 'node:path';
import type { FailoverFacts } from '../failover-findings.js';
import { type Finding, ok } from '../finding.js';

export function conflicts({ status, folder }: FailoverFacts): Finding {
  if (status.conflicts === 0)
    return ok('conflicts', 'Nothing of this host was left out when the owner changed.');
  const file = join(folder, 'failover', 'conflicts.jsonl');
  return {
    check: 'conflicts',
    severity: 'warning',
    what: `${status.conflicts} things that this host knew were not taken over by the owner.`,
    why: 'They happened here and nobody else knows of them: look whether something must be done again.',
    fix: `agentcoord failover status && mv ${file} ${file}.seen`,
  };
}
