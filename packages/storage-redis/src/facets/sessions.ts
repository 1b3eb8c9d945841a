import { type BurnReply, type CallOptions, checkId, checkOperation, type Sessions } from '@agentcoord/core';
import type { Caller } from '../call/caller.js';
import { sessionInput } from '../call/envelope.js';
import { decodeReply, type Reply } from '../call/reply.js';
import { throwRefusal } from '../errors/refusal.js';
import { SCRIPTS } from '../scripts/scripts.js';
import { ClaimReplies } from './tasks/claim-replies.js';
import { queueLooks } from './tasks/looks.js';
import { pushed } from './tasks/push-reply.js';

export function redisSessions(caller: Caller): Sessions {
  const claims = new ClaimReplies(queueLooks(caller), (fence) => caller.link.sawFence(fence));

  /** What the verb would have returned. */
  const asReturned = (verb: unknown, reply: Reply, options?: CallOptions): unknown => {
    throwRefusal(reply);
    if (verb === 'queues/push') return pushed(reply);
    if (verb === 'queues/claim') return claims.claimed(reply, options);
    if (verb === 'queues/settle') return claims.settled(reply, options);
    return reply.value;
  };

  return {
    async open(request, options) {
      const session = caller.check(options, () => checkId(request.session, 'session'));
      await caller.call(SCRIPTS.sessions.open, sessionInput(caller.keys, session), options);
      return { session };
    },

    async burn(operation, options): Promise<BurnReply> {
      const checked = caller.check(options, () => checkOperation(operation));
      const { reply, status } = await caller.burn(checked, options);
      if (status !== 'ran') return { status };
      return { status, reply: await asReturned(reply.value.verb, decodeReply(reply.rest), options) };
    },
  };
}
