import { CoordinationClient } from '@agentcoord/client';
import { pause } from '@agentcoord/core';

/** Agents that work on a store as fast as they are told, until SIGTERM. `CROWD_AGENTS`, `CROWD_EVENTS` a second. */
const agents = Number(process.env.CROWD_AGENTS);
const perSecond = Number(process.env.CROWD_EVENTS);
const TURN_MS = 50;
/** Of one turn of an agent: claim, two signs of progress, completion, and a task in its place. */
const EVENTS_OF_A_TURN = 5;

const stopping = new AbortController();
process.on('SIGTERM', () => stopping.abort());

const clients: CoordinationClient[] = [];
for (let number = 0; number < agents; number += 1) {
  const parent = number === 0 ? undefined : `agent-${Math.floor((number - 1) / 7)}`;
  clients.push(
    await CoordinationClient.session({
      name: `agent-${number}`,
      role: number < 8 ? 'Lead' : 'Engineer',
      workingOn: 'the load proof',
      ...(parent === undefined ? {} : { parent }),
    }),
  );
}
process.stdout.write('ready\n');

let turn = 0;
let owed = 0;
let lastAt = performance.now();
while (!stopping.signal.aborted) {
  const now = performance.now();
  owed = Math.min(perSecond, owed + ((now - lastAt) * perSecond) / 1000);
  lastAt = now;
  for (; owed >= EVENTS_OF_A_TURN && !stopping.signal.aborted; owed -= EVENTS_OF_A_TURN) {
    const client = clients[turn % clients.length];
    turn += 1;
    if (client) await work(client, turn);
  }
  await pause(TURN_MS, stopping.signal).catch(() => undefined);
}
for (const client of clients) await client.close().catch(() => undefined);

async function work(client: CoordinationClient, turn: number): Promise<void> {
  const { queues } = client.storage;
  const reply = await queues.claim({ worker: client.identity, leaseMs: 60_000 });
  const [claim] = reply.status === 'claimed' ? reply.claims : [];
  if (!claim) return;
  const { task, fence } = claim;
  for (const percent of [30, 80])
    await queues.renew({
      taskId: task.id,
      fence,
      leaseMs: 60_000,
      progress: { note: `step ${percent}`, percent },
    });
  await queues.settle({ taskId: task.id, fence, outcome: { kind: 'complete', result: 'done' } });
  await client.addTask({ title: `Task of turn ${turn}`, tags: ['load'], priority: 1 + (turn % 5) });
}
