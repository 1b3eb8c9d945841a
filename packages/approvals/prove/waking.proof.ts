import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from '@agentcoord/core';
import { defineProof } from '@agentcoord/tooling/prove';
import { Actor } from '../test/support/actor.js';
import { World } from '../test/support/world.js';
import { onEveryStore, type PlaceToProve } from './on-every-store.js';

const MEDIAN_MS = 50;

export default defineProof({
  promise:
    'A waiter in another process is woken within 50 ms (median) of the decision, also the life after one that was killed.',
  run: ({ scaled }) =>
    onEveryStore(async (place) => {
      const violations: string[] = [];
      const waits = Math.max(5, scaled(100));
      const times: number[] = [];
      for (let index = 0; index < waits; index += 1) {
        const { wokenMs, status } = await oneWait(place, index % 5 === 0);
        times.push(wokenMs);
        if (status !== 'approved') violations.push(`wait ${index} ended ${status}`);
      }
      const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
      if (median > MEDIAN_MS) violations.push(`the median was ${median.toFixed(1)} ms`);
      return {
        counts: { waits, 'killed before': Math.ceil(waits / 5), 'median ms': Math.round(median) },
        violations,
      };
    }),
});

/** From before the decision is sent to the line that the waiter prints. */
async function oneWait(
  { storage, address }: PlaceToProve,
  killsFirst: boolean,
): Promise<{ wokenMs: number; status: unknown }> {
  const world = new World(storage, '');
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
  const keyFile = join(folder, 'operator.key');
  await writeFile(keyFile, world.operatorKey.toPem(), { mode: 0o600 });
  const { id } = await world.ask();
  const start = (actor: string): Actor => Actor.start({ address, keyFile, actor, verb: 'wait', id });
  const actors = [start('Ada#agent_1')];
  try {
    await actors[0]?.says();
    if (killsFirst) {
      await actors[0]?.kill();
      actors.unshift(start('Ada#agent_2'));
      await actors[0]?.says();
    }
    // It says it is ready right before it begins to listen.
    await pause(150);
    const startedAt = performance.now();
    await world.operator.approve(id);
    const { status } = (await actors[0]?.says()) ?? {};
    return { wokenMs: performance.now() - startedAt, status };
  } finally {
    await Promise.all(actors.map((actor) => actor.kill()));
    await rm(folder, { recursive: true, force: true });
  }
}
