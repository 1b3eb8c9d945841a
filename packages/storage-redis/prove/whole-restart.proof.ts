import { randomUUID } from 'node:crypto';
import type { LeaseGrant, Storage } from '@agentcoord/core';
import { defineProof } from '@agentcoord/tooling/prove';
import { openRedisStorage } from '../src/index.js';
import { epochOn } from '../test/harness/come-back.js';
import { onRedis } from './on-redis.js';

const LONG_MS = 3_600_000;

export default defineProof({
  promise:
    'A server killed and started again on its whole append-only file, 100 times: no lock is lost, and none is kept from being granted.',
  run: ({ scaled }) =>
    onRedis({ appendOnly: 'every write' }, async (server) => {
      const rounds = scaled(100);
      const options = { namespace: randomUUID(), path: server.socketPath };
      const clients = await Promise.all([1, 2, 3].map(() => openRedisStorage(options)));
      const [one, two, three] = clients;
      if (!one || !two || !three) throw new Error('no clients');
      const violations: string[] = [];
      const held: LeaseGrant[] = [await granted(one, 'file/0')];
      for (let round = 1; round <= rounds; round += 1) {
        await server.stop('SIGKILL');
        await server.start();
        const answers = await Promise.all(
          held.map((grant) => one.leases.renew({ ...grant, ttlMs: LONG_MS })),
        );
        const lost = answers.filter(({ status }) => status !== 'renewed').length;
        if (lost > 0) violations.push(`round ${round}: ${lost} locks were lost`);
        const taken = await two.leases.acquire(request('file/0'));
        if (taken.status !== 'busy') violations.push(`round ${round}: a held key was ${taken.status}`);
        // At once: nothing waits out a lock delay where nothing can have been forgotten.
        held.push(await granted(three, `file/${round}`));
        const epoch = await epochOn(server, options.namespace);
        if (epoch !== 1 + round) violations.push(`round ${round}: epoch ${epoch}`);
      }
      const fences = held.map(({ fence }) => fence);
      if (fences.some((fence, index) => index > 0 && fence <= (fences[index - 1] ?? 0)))
        violations.push('a fence went back');
      await Promise.all(clients.map((client) => client.close()));
      return { counts: { restarts: rounds, locks: held.length }, violations };
    }),
});

function request(key: string) {
  return { grantId: randomUUID(), holder: randomUUID(), keys: [{ key }], ttlMs: LONG_MS };
}

async function granted(storage: Storage, key: string): Promise<LeaseGrant> {
  const reply = await storage.leases.acquire(request(key));
  if (reply.status !== 'granted') throw new Error(`${key} was not granted, but ${JSON.stringify(reply)}`);
  return reply.grant;
}
