import { describe, expect, test } from 'vitest';
import { redisMissing } from '../../redis/redis-server.js';
import { runChaos } from '../run-chaos.js';
import { system } from '../systems/systems.js';
import { FAILOVER_SABOTAGES } from './failover-sabotages.js';
import { SABOTAGES } from './sabotages.js';

const missing = redisMissing();
const isFull = process.env.AGENTCOORD_TEST_FULL === '1';
const ROUNDS = 20;
const TIMEOUT_MS = 300_000;

describe('rounds under faults, with a guarantee switched off', () => {
  for (const { system: name, faults, red, sabotage } of [...SABOTAGES, ...FAILOVER_SABOTAGES]) {
    const reason = skipReason(name);
    const why = reason === undefined ? '' : ` (skipped: ${reason})`;
    test.skipIf(reason !== undefined)(
      `${name}: where ${sabotage.name}, ${red.join(' or ')} is red within ${ROUNDS} rounds${why}`,
      {
        timeout: TIMEOUT_MS,
      },
      async () => {
        const isRed = (violation: string): boolean => red.some((name) => violation.includes(`: ${name}: `));
        const { violations } = await runChaos({
          ...{ seed: 1, rounds: ROUNDS, systems: [name], faults, sabotage },
          until: (found) => found.some(isRed),
        });
        expect(violations.filter(isRed)).not.toEqual([]);
      },
    );
  }
});

function skipReason(name: string): string | undefined {
  const { has } = system(name);
  if (has.includes('redis') && missing !== undefined) return missing;
  return isFull ? undefined : 'long; npm run test:full, or AGENTCOORD_TEST_FULL=1';
}
