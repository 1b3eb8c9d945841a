import { AgentCoordError } from '@agentcoord/core';
import type { Host } from '../host.js';
import type { Seen, Wish } from '../keeper/step.js';
import { turn } from '../keeper/turn.js';
import { storeOwner } from '../record/ownership.js';
import { Deadline } from '../router/deadline.js';

export interface WishOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** Does what an operator asked for: the same steps as ever, with his word as one more fact. */
export async function fulfil(host: Host, wish: Wish, options: WishOptions = {}): Promise<void> {
  const timeoutMs = options.timeoutMs ?? host.times.objectionMs * 3;
  const deadline = new Deadline(host.clock, { ...options, timeoutMs });
  // What is to be true before, else there is nothing to do.
  const first = await turn(host);
  if (wish === 'take-over') assertOthersOwn(host, first);
  else assertOwns(first);
  for (;;) {
    const seen = await turn(host, wish);
    if (seen.own.record.phase === 'follower' && seen.own.record.owner === 'redis') return;
    if (deadline.isOver) throw notDone(host, wish);
    await deadline.pause(host.times.lookEveryMs / 2);
  }
}

function assertOthersOwn(host: Host, { shared, own }: Seen): void {
  if (shared === null)
    throw new AgentCoordError(
      'storage_unavailable',
      `Redis at ${host.primary.address} does not answer: there is nothing to take over. Start it first.`,
    );
  const owner = shared.record.ownership?.owner;
  if (owner !== undefined && owner !== 'redis' && owner !== storeOwner(own.record.storeId)) return;
  throw new AgentCoordError(
    'conflict',
    owner === 'redis'
      ? 'Redis owns this namespace already. There is nothing to take over.'
      : 'The store of this host owns this namespace. There is nothing to take over.',
  );
}

function assertOwns({ own }: Seen): void {
  if (own.record.phase === 'owner') return;
  throw new AgentCoordError(
    'conflict',
    'The store of this host does not own this namespace: it has nothing to hand over.',
  );
}

function notDone(host: Host, wish: Wish): AgentCoordError {
  return new AgentCoordError(
    'timeout',
    wish === 'take-over'
      ? 'The namespace was not taken over: its owner is alive and objects. Stop agentcoord there, or let it hand over.'
      : `The namespace was not handed over in time: Redis at ${host.primary.address} is not even with this host yet.`,
  );
}
