import { inSpan } from '@agentcoord/core';
import type { ClaimedTask } from '../claim/claimed-task.js';
import type { HeldClaim } from '../claim/held-claim.js';

export type Handler = (task: ClaimedTask) => Promise<unknown>;

/** How a handler ended. `ignored`: its signal fired and it did not end within the grace time. */
export type Handled =
  | { kind: 'returned'; value: unknown }
  | { kind: 'threw'; error: unknown }
  | { kind: 'ignored' };

/** Never rejects, and never lasts longer than `graceMs` after the task was told to stop. */
export function runHandler(
  handler: Handler,
  task: ClaimedTask,
  { claim, graceMs }: { claim: HeldClaim; graceMs: number },
): Promise<Handled> {
  return new Promise((resolve) => {
    let grace: NodeJS.Timeout | undefined;
    const stopListening = claim.onStop(() => {
      grace = setTimeout(resolve, graceMs, { kind: 'ignored' });
    });
    const end = (handled: Handled): void => {
      clearTimeout(grace);
      stopListening();
      resolve(handled);
    };
    call(handler, task).then(
      (value) => end({ kind: 'returned', value }),
      (error: unknown) => end({ kind: 'threw', error }),
    );
  });
}

/** A handler that is not async may throw at once; that is a rejection too. */
function call(handler: Handler, task: ClaimedTask): Promise<unknown> {
  const { id, attempt, tags } = task;
  const described = () => ({
    'agentcoord.task.id': id,
    'agentcoord.task.attempt': attempt,
    'agentcoord.tags': tags.join(','),
  });
  return inSpan('task', described, async () => await handler(task));
}
