import { AgentCoordError, newId, type Storage } from '@agentcoord/core';
import { type BedOptions, openHost } from './open-for-process.js';

/**
 * An agent: makes tasks, and holds a lock for a moment, again and again, and writes a line for each thing that was
 * acknowledged. Ends when its input does.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as BedOptions & { name: string };
const storage = await openHost(options);
let goesOn = true;
process.stdin.on('end', () => {
  goesOn = false;
});
process.stdin.resume();

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function hold(to: Storage): Promise<void> {
  const sentAt = performance.timeOrigin + performance.now();
  const grantId = newId('grant');
  const ask = { grantId, holder: options.name, keys: [{ key: 'file/one' }], ttlMs: 2_000 };
  const reply = await to.leases.acquire(ask);
  if (reply.status !== 'granted') return;
  const { fence } = reply.grant;
  const from = performance.timeOrigin + performance.now();
  tell({ held: { fence, from, sentAt } });
  await to.logs.append({ log: 'board', id: newId('post'), author: options.name, body: {} });
  // Held until the release is sent, or the lease is over by its holder's own clock.
  tell({ let: { fence, at: Math.min(performance.timeOrigin + performance.now(), sentAt + 2_000) } });
  await to.leases.release({ grantId, fence });
}

tell({ ready: true });
for (let number = 1; goesOn; number += 1) {
  const id = `${options.name}-${number}`;
  try {
    await storage.queues.push({ tasks: [{ id, title: id }] });
    tell({ made: id });
    await hold(storage);
  } catch (error) {
    tell({ failed: AgentCoordError.is(error) ? error.code : String(error) });
  }
}
await storage.close();
