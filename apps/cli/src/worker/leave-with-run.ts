import type { CoordinationClient } from '@agentcoord/client';
import { durationMs } from '@agentcoord/core';
import type { Logger } from '@agentcoord/llm-worker';

/** How a build or a review tells its workers whose they are: the id of the run, as its lease has it. */
export const RUN_VARIABLE = 'AGENTCOORD_RUN';
/** How long they work on for a run that nobody carries out any more. */
export const RUN_GRACE_VARIABLE = 'AGENTCOORD_RUN_GRACE';

const GRACE = '10m';

interface LeavingWithRun extends AsyncDisposable {
  /** Fires when the worker should take no further task: nobody has carried out its run for a long time. */
  readonly drain: AbortSignal;
}

/** A worker of a run that was killed and never resumed would wait for ever, or spend what nobody looks after. */
export function leaveWithRun(
  client: CoordinationClient,
  environment: Readonly<Record<string, string | undefined>>,
  logger: Logger,
): LeavingWithRun {
  const id = environment[RUN_VARIABLE];
  const [ending, gone] = [new AbortController(), new AbortController()];
  const goneAfterMs = durationMs(environment[RUN_GRACE_VARIABLE] || GRACE, RUN_GRACE_VARIABLE);
  const watch = async (run: string): Promise<void> => {
    const { watchRun } = await import('@agentcoord/orchestrator');
    await watchRun(client.storage, { id: run, goneAfterMs, signal: ending.signal });
    logger.info('nobody carries out the run of this worker any more; it leaves when its work is done', {
      run,
    });
    gone.abort();
  };
  const watching = id ? watch(id).catch(() => undefined) : Promise.resolve();
  return {
    drain: gone.signal,
    async [Symbol.asyncDispose]() {
      ending.abort();
      await watching;
    },
  };
}
