import type { CoordinationClient } from '@agentcoord/client';
import { hasEnded } from '@agentcoord/core';
import { tasksOfRun } from '@agentcoord/orchestrator';
import type { CommandCall } from '../command-context.js';
import type { RunSettings } from './run-options.js';
import { type Run, RunWorkers } from './run-workers.js';

/** Its tasks are cancelled, and its workers end: nobody would look for them again. */
export async function giveUpRun(
  call: CommandCall,
  {
    client,
    settings,
    run,
    reason,
  }: { client: CoordinationClient; settings: RunSettings; run: Run; reason: string },
): Promise<void> {
  const tasks = await tasksOfRun(client.storage, run.tag);
  for (const { id } of tasks.filter(({ state }) => !hasEnded(state)))
    await client.queue.cancel(id, { reason });
  await (await RunWorkers.open(call, run, settings)).stop();
}
