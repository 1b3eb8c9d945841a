import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { runChaos } from '../run-chaos.js';
import { systemsHere } from '../systems/systems-here.js';

const { systems, missing } = systemsHere();
const without = missing === undefined ? '' : ` (without Redis: ${missing})`;
const ROUNDS = 10;
const TIMEOUT_MS = 600_000;

/** A red one is repeated with `npm run chaos -- --seed <seed> --round <round>`, which also finds the faults it needs. */
for (const [what, seed] of [
  ['a fixed seed', 20_260],
  ['a fresh seed', randomInt(2 ** 31)],
] as const) {
  test(
    `every promise holds in ${ROUNDS} rounds under faults, with ${what}: ${seed}${without}`,
    async () => {
      const told: string[] = [];
      const say = (line: string): void => void told.push(line);
      const until = (found: readonly string[]): boolean => found.length > 0;
      const { violations, counts } = await runChaos({ seed, rounds: ROUNDS, systems, say, until });
      expect(violations, told.join('\n')).toEqual([]);
      expect(counts['lock grants']).toBeGreaterThan(ROUNDS);
    },
    TIMEOUT_MS,
  );
}
