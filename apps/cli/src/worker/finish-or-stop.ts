import { AgentCoordError } from '@agentcoord/core';

/** A stopping worker lets a task that is nearly done get done, for this long: `stop --all` is to be through within 5 s. */
export const FINISH_MS = 1_500;

/**
 * The signal an engine works under. A task that was cancelled or lost stops at once; one whose worker
 * was told to stop has `FINISH_MS` to finish first, unless `hurry` fires (Ctrl-C).
 */
export function finishOrStop(
  task: AbortSignal,
  hurry: AbortSignal,
): { signal: AbortSignal; dispose(): void } {
  const engine = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const stopNow = (): void => engine.abort(task.aborted ? task.reason : hurry.reason);
  const onTask = (): void => {
    const workerStops = AgentCoordError.is(task.reason, 'aborted');
    if (workerStops && !hurry.aborted) timer = setTimeout(stopNow, FINISH_MS);
    else stopNow();
  };
  task.addEventListener('abort', onTask, { once: true });
  hurry.addEventListener('abort', stopNow, { once: true });
  if (task.aborted) onTask();
  return {
    signal: engine.signal,
    dispose() {
      clearTimeout(timer);
      task.removeEventListener('abort', onTask);
      hurry.removeEventListener('abort', stopNow);
    },
  };
}
