import type { ClaimedTask } from '../claim/claimed-task.js';

export type Handler = (task: ClaimedTask) => Promise<unknown>;

/** How a handler ended. `ignored`: its signal fired and it did not end within the grace time. */
export type Handled =
  | { kind: 'returned'; value: unknown }
  | { kind: 'threw'; error: unknown }
  | { kind: 'ignored' };

/** Never rejects, and never lasts longer than `graceMs` after the task's signal fired. */
export function runHandler(handler: Handler, task: ClaimedTask, graceMs: number): Promise<Handled> {
  return new Promise((resolve) => {
    let grace: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      grace = setTimeout(resolve, graceMs, { kind: 'ignored' });
    };
    if (task.signal.aborted) onAbort();
    else task.signal.addEventListener('abort', onAbort, { once: true });
    const end = (handled: Handled): void => {
      clearTimeout(grace);
      task.signal.removeEventListener('abort', onAbort);
      resolve(handled);
    };
    call(handler, task).then(
      (value) => end({ kind: 'returned', value }),
      (error: unknown) => end({ kind: 'threw', error }),
    );
  });
}

/** A handler that is not async may throw at once; that is a rejection too. */
async function call(handler: Handler, task: ClaimedTask): Promise<unknown> {
  return await handler(task);
}
