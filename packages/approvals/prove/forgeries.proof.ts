import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineProof } from '@agentcoord/tooling/prove';
import { Actor } from '../test/support/actor.js';
import { FORGED_WRITES } from '../test/support/forged-writes.js';
import { FORGED_DECISIONS } from '../test/support/forgeries.js';
import { World } from '../test/support/world.js';
import { onEveryStore, type PlaceToProve } from './on-every-store.js';

export default defineProof({
  promise:
    'No forged approval passes, by API or written to the store; of 100 processes that approve and reject at once exactly one decides.',
  run: ({ scaled }) =>
    onEveryStore(async (place) => {
      const violations: string[] = [];
      const forgeries = [...FORGED_DECISIONS, ...FORGED_WRITES];
      const rounds = scaled(20);
      for (let round = 0; round < rounds; round += 1) {
        for (const { name, succeeds } of forgeries) {
          if (await succeeds(new World(place.storage))) violations.push(`got through: ${name}`);
        }
      }
      const processes = Math.max(4, scaled(100));
      const decided = await race(place, processes);
      if (decided !== 1) violations.push(`${decided} of ${processes} processes decided`);
      return {
        counts: { 'kinds of forgery': forgeries.length, attempts: forgeries.length * rounds, processes },
        violations,
      };
    }),
});

/** How many of them were told that theirs is the decision. */
async function race({ storage, address }: PlaceToProve, processes: number): Promise<number> {
  const world = new World(storage, '');
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
  const keyFile = join(folder, 'operator.key');
  await writeFile(keyFile, world.operatorKey.toPem(), { mode: 0o600 });
  const { id } = await world.ask({ timeout: '1h' });
  const actors: Actor[] = [];
  try {
    // A few at a time: starting is what costs, and they all wait for the word.
    for (let index = 0; index < processes; index += 1) {
      const verb = index % 2 === 0 ? 'approve' : 'reject';
      actors.push(Actor.start({ address, keyFile, actor: `operator-${index}`, verb, id }));
      if (actors.length % 4 === 0) await Promise.all(actors.slice(-4).map((actor) => actor.says()));
    }
    const remainder = processes % 4;
    if (remainder > 0) await Promise.all(actors.slice(-remainder).map((actor) => actor.says()));
    for (const actor of actors) actor.go();
    const said = await Promise.all(actors.map((actor) => actor.says()));
    return said.filter((line) => 'decided' in line).length;
  } finally {
    await Promise.all(actors.map((actor) => actor.kill()));
    await rm(folder, { recursive: true, force: true });
  }
}
