import { abortedError, type ClaimReply, type ClaimTasks, inSpan, throwIfAborted } from '@agentcoord/core';
import type { QueueContext } from '../queue-context.js';

export interface Taken {
  reply: ClaimReply;
  /** `clock.elapsed()` from before the send: the deadlines of these claims count from here. */
  sentAt: number;
}

/** How long an abort waits for a claim that is on its way. */
const ANSWER_MS = 1_000;

/**
 * Claims once. When `signal` fires while the claim is on its way, whatever it still grants is given
 * back, so that no task waits for the lease of a worker that has gone.
 * @throws `aborted`
 */
export function takeClaims(
  context: Pick<QueueContext, 'storage' | 'clock'>,
  request: ClaimTasks,
  signal?: AbortSignal,
): Promise<Taken> {
  const described = () => ({
    'agentcoord.worker': request.worker,
    'agentcoord.tags': `${request.tags ?? ''}`,
  });
  return inSpan('claim', described, async (span) => {
    const taken = await take(context, request, signal);
    span.set({ 'agentcoord.claimed': taken.reply.status === 'claimed' ? taken.reply.claims.length : 0 });
    return taken;
  });
}

async function take(
  { storage, clock }: Pick<QueueContext, 'storage' | 'clock'>,
  request: ClaimTasks,
  signal?: AbortSignal,
): Promise<Taken> {
  throwIfAborted(signal, 'claiming a task');
  const sentAt = clock.elapsed();
  // Not given the signal: a claim that is cut off in flight may still be granted, to nobody.
  const asked = storage.queues.claim(request);
  if (!signal) return { reply: await asked, sentAt };
  const reply = await answerOrAbort(asked, signal);
  if (reply !== undefined && !signal.aborted) return { reply, sentAt };
  const givenBack = asked.then((late) => giveBack(storage, late));
  // Unanswered so far: it is given back when the answer comes, or else by the lease running out.
  if (reply !== undefined) await givenBack;
  else givenBack.catch(() => undefined);
  throw abortedError(signal, 'claiming a task');
}

/** Undefined: aborted, and no answer for a while after that. */
function answerOrAbort(asked: Promise<ClaimReply>, signal: AbortSignal): Promise<ClaimReply | undefined> {
  return new Promise((resolve, reject) => {
    let patience: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      patience = setTimeout(resolve, ANSWER_MS, undefined);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    asked.then(resolve, reject).finally(() => {
      clearTimeout(patience);
      signal.removeEventListener('abort', onAbort);
    });
  });
}

async function giveBack(storage: QueueContext['storage'], reply: ClaimReply): Promise<void> {
  if (reply.status !== 'claimed') return;
  await Promise.allSettled(
    reply.claims.map(({ task, fence }) =>
      storage.queues.settle({
        taskId: task.id,
        fence,
        outcome: { kind: 'release', reason: 'the worker stopped' },
      }),
    ),
  );
}
