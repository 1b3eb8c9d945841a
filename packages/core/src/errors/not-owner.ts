import { AgentCoordError } from './agent-coord-error.js';

/** Why a store with a gate (see `Gate`) runs no mutation of this caller. */
export interface GateRefusal {
  /** The epoch whose callers are let in; `null`: nobody is. */
  admits: number | null;
  reason: 'elsewhere' | 'epoch' | 'until';
}

/** @param who the store, as a sentence begins with it: `Redis` */
export function notOwner(
  { admits, reason }: GateRefusal,
  epoch: number | undefined,
  who: string,
): AgentCoordError {
  const messages: Record<GateRefusal['reason'], string> = {
    elsewhere:
      `${who} runs no changes of this namespace now: it is owned elsewhere, is changing hands, or was not taken up again ` +
      'after a restart. Ask who owns it and send the same operation there; nothing was changed.',
    epoch:
      `${who} runs changes for epoch ${admits} of the ownership, and the call named ${epoch}. ` +
      'Ask who owns the namespace now and send the same operation there; nothing was changed.',
    until:
      `${who} runs no changes before it is made sure again that it owns the namespace, which takes a moment. ` +
      'Send the same operation again; nothing was changed.',
  };
  const message = epoch === undefined ? partOfTwo(who) : messages[reason];
  return new AgentCoordError('not_owner', message, { data: { admits, reason } });
}

/** Who names no epoch takes no part: opened without Redis, because its configuration was taken away, or by an older program. */
function partOfTwo(who: string): string {
  return (
    `In this namespace Redis and the store of each host stand in for each other, and ${who === 'Redis' ? 'Redis' : 'the store'} was opened ` +
    'alone. Nothing was changed. Open both: set REDIS_URL (or `redis` in the configuration) as before, and leave `fallback` at auto. ' +
    'That goes also where Redis is stopped for good: the host whose store owns works on without it. Who owns: agentcoord failover status'
  );
}
