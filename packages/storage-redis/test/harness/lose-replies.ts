import { randomUUID } from 'node:crypto';
import { EVENTS_LOG, type EventBody, type Storage } from '@agentcoord/core';
import { type Fault, startFaultProxy } from '@agentcoord/tooling/fault-proxy';
import type { RedisServer } from '@agentcoord/tooling/redis-server';
import { openRedisStorage } from '../../src/index.js';
import type { Mutation } from './mutations.js';

const FAULTS: Fault[] = [
  { kind: 'cut-after-request' },
  { kind: 'cut-in-reply', bytes: 3 },
  { kind: 'cut-before-request' },
];
/** So that the events of a namespace stay fewer than those that are kept. */
const ROUNDS_A_NAMESPACE = 1_000;

/** Makes this verb lose its reply, or its request, again and again; says where an answer or an effect was wrong. */
export async function loseReplies(
  server: RedisServer,
  mutation: Mutation,
  rounds: number,
): Promise<{ lost: number; violations: string[] }> {
  const violations: string[] = [];
  let lost = 0;
  for (let done = 0; done < rounds; done += ROUNDS_A_NAMESPACE) {
    const batch = await inOneNamespace(server, mutation, Math.min(ROUNDS_A_NAMESPACE, rounds - done));
    violations.push(...batch.violations);
    lost += batch.lost;
  }
  return { lost, violations };
}

async function inOneNamespace(server: RedisServer, mutation: Mutation, rounds: number) {
  const { name, script, event, prepare } = mutation;
  const namespace = randomUUID();
  const proxy = await startFaultProxy({ path: server.socketPath });
  const direct = await openRedisStorage({ namespace, path: server.socketPath });
  const proxied = await openRedisStorage({ namespace, port: proxy.port });
  const violations: string[] = [];
  let lost = 0;
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const { call, expected } = await prepare(direct, round);
      // The first call of all may still send the script itself.
      const fault = FAULTS[round % FAULTS.length];
      const failing = round > 0 && fault ? proxy.failNext(fault, script.sha) : undefined;
      const answer = await call(proxied).catch((error: unknown) => ({ threw: String(error) }));
      if (!matches(answer, expected)) violations.push(`${name}, round ${round}: ${JSON.stringify(answer)}`);
      await failing;
      if (failing !== undefined) lost += 1;
    }
    const effects = (await events(direct)).filter((body) => body.type === event).length;
    if (effects !== rounds + 1) violations.push(`${name}: ${effects} effects of ${rounds + 1} calls`);
  } finally {
    await Promise.all([direct.close(), proxied.close()]);
    await proxy.close();
  }
  return { lost, violations };
}

/** Every field that is expected is there, at any depth. */
function matches(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return Object.is(actual, expected);
  if (typeof actual !== 'object' || actual === null) return false;
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)) return false;
  return Object.entries(expected).every(([name, value]) => matches(Reflect.get(actual, name), value));
}

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
