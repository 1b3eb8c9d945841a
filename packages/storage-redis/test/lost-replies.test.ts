import { EVENTS_LOG, type EventBody, type Storage } from '@agentcoord/core';
import { type Fault, startFaultProxy } from '@agentcoord/tooling/fault-proxy';
import { describe, test } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { MUTATIONS } from './harness/mutations.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

const ROUNDS = 100;
const FAULTS: Fault[] = [
  { kind: 'cut-after-request' },
  { kind: 'cut-in-reply', bytes: 3 },
  { kind: 'cut-before-request' },
];

describe.skipIf(missing)(`a lost reply${unless}`, () => {
  const server = sharedServer();
  describe.concurrent('has one effect, and the caller gets the true answer', () => {
    for (const { name, script, event, prepare } of MUTATIONS) {
      test(name, { timeout: 120_000 }, async ({ expect }) => {
        const options = freshNamespace(server.current());
        const proxy = await startFaultProxy({ path: server.current().socketPath });
        const direct = await openRedisStorage(options);
        const proxied = await openRedisStorage({ namespace: options.namespace, port: proxy.port });
        try {
          for (let round = 0; round < ROUNDS; round += 1) {
            const { call, expected } = await prepare(direct, round);
            // The first call of all may still send the script itself.
            const fault = FAULTS[round % FAULTS.length];
            const failing = round > 0 && fault ? proxy.failNext(fault, script.sha) : undefined;
            expect(await call(proxied), `round ${round}`).toMatchObject(expected);
            await failing;
          }
          const effects = (await events(direct)).filter((body) => body.type === event);
          expect(effects.map(({ entity }) => entity)).toHaveLength(ROUNDS);
        } finally {
          await Promise.all([direct.close(), proxied.close()]);
          await proxy.close();
        }
      });
    }
  });
});

async function events(storage: Storage): Promise<EventBody[]> {
  const bodies: EventBody[] = [];
  for (let after = 0; ; ) {
    const { entries } = await storage.logs.read({ log: EVENTS_LOG, after, limit: 1_000 });
    const last = entries.at(-1);
    if (last === undefined) return bodies;
    bodies.push(...entries.map((entry) => entry.body as EventBody));
    after = last.sequence;
  }
}
