import type { CoordinationClient } from '@agentcoord/client';
import type { Task } from '@agentcoord/core';
import { followRun } from '@agentcoord/orchestrator';
import type { TaskInput } from '@agentcoord/queue';
import type { CommandCall } from '../command-context.js';
import type { RunSettings } from './run-options.js';
import { type Run, RunWorkers } from './run-workers.js';
import { showChanges } from './show-changes.js';

export interface CarryOut {
  client: CoordinationClient;
  run: Run;
  tasks: TaskInput[];
  settings: RunSettings;
  /** Fires when another process has taken the run over. */
  lost: AbortSignal;
}

/**
 * Adds what is not there yet, lets workers do it, and returns the tasks when none can go on. Interrupted, it tells the
 * workers to give back what they do; killed, it leaves them at work, and the next process takes them over.
 */
export async function carryOut(
  call: CommandCall,
  { client, run, tasks, settings, lost }: CarryOut,
): Promise<Task[]> {
  lost.throwIfAborted();
  const added = await client.queue.addMany(tasks);
  const done = new Set(added.flatMap(({ id, state }) => (state === 'completed' ? [id] : [])));
  if (done.size > 0) call.note(`${done.size} of ${tasks.length} tasks are done already; the rest goes on`);
  const workers = await RunWorkers.open(call, run, settings);
  await workers.stopOthers();
  const adopted = (await workers.active()).length;
  if (adopted > 0)
    call.note(`${adopted} ${adopted === 1 ? 'worker is' : 'workers are'} still at it from before`);
  const show = showChanges(call, { told: done, total: tasks.length });
  try {
    const ended = await followRun({
      storage: client.storage,
      run: run.tag,
      signal: AbortSignal.any([call.signal, lost]),
      onChange(change) {
        if (change.before) workers.noteProgress();
        show(change);
      },
      onTrouble: ({ message }) => call.note(`${message} The workers go on; it is asked again.`),
      onLook: (open) => workers.provide(open.length),
    });
    call.progress('stopping the workers');
    await workers.stop();
    return ended;
  } catch (error) {
    // Whoever took the run over has taken its workers over as well.
    if (lost.aborted) throw error;
    if (call.signal.aborted)
      call.note('Interrupted: the workers are told to stop. Run the same command again to go on from here.');
    await workers.tellToStop();
    throw error;
  }
}
