import { AgentCoordError, type ErrorCode, EVENTS_LOG, type EventBody, type Storage } from '@agentcoord/core';
import { expect } from 'vitest';

/** Long enough that nothing expires while a test runs. */
export const LONG_MS = 600_000;
/** The shortest lease there is: for what shall expire. */
export const SHORT_MS = 50;

/** The promise rejects with an `AgentCoordError` that has one of these codes. */
export async function expectCode(promise: Promise<unknown>, ...codes: ErrorCode[]): Promise<AgentCoordError> {
  const outcome = await promise.then(
    (reply) => ({ reply }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) {
    return expect.fail(
      `expected an error ${codes.join(' or ')}, got the reply ${JSON.stringify(outcome.reply)}`,
    );
  }
  if (!AgentCoordError.is(outcome.error)) {
    return expect.fail(`expected an AgentCoordError ${codes.join(' or ')}, got ${String(outcome.error)}`);
  }
  expect(codes, outcome.error.message).toContain(outcome.error.code);
  return outcome.error;
}

/** The reply, when it has this status; the types follow. */
export function expectStatus<Reply extends { status: string }, Status extends Reply['status']>(
  reply: Reply,
  status: Status,
): Extract<Reply, { status: Status }> {
  expect(reply.status, `unexpected reply ${JSON.stringify(reply)}`).toBe(status);
  return reply as Extract<Reply, { status: Status }>;
}

/** The value, or a failed test where there is none. */
export function present<Value>(value: Value | undefined, what = 'value'): Value {
  return value === undefined ? expect.fail(`no ${what}`) : value;
}

/** Everything the store wrote to its events log, oldest first. */
export async function readEvents(storage: Storage, after = 0): Promise<EventBody[]> {
  const events: EventBody[] = [];
  for (let from = after; ; ) {
    const { entries } = await storage.logs.read({ log: EVENTS_LOG, after: from, limit: 1_000 });
    const last = entries.at(-1);
    if (!last) return events;
    for (const entry of entries) events.push(entry.body as EventBody);
    from = last.sequence;
  }
}

/** Nothing changed: runs `attempt` and expects that no event was written meanwhile. */
export async function expectNoEvents(storage: Storage, attempt: () => Promise<unknown>): Promise<void> {
  const before = await storage.logs.head({ log: EVENTS_LOG });
  await attempt();
  const written = await readEvents(storage, before.sequence);
  expect(written, 'a call that changed nothing wrote an event').toEqual([]);
}
