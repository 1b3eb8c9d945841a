import { AgentCoordError, formatDuration, newId } from '@agentcoord/core';
import type { CommandCall } from '../command-context.js';
import type { SetupChoices } from './setup-choices.js';

export interface FinishedTask {
  what: 'here' | 'demo';
  /** Of tasks that are completed. */
  completed: number;
  worker: string;
  id?: string;
  tookMs: number;
}

const TITLE = 'Count what is in this folder';
const COMMAND = 'ls -A | wc -l';
const LONGEST = '60s';

/** A task that is really done, by a worker process in the very store that was set up; or the whole demo. */
export async function finishFirstTask(
  call: CommandCall,
  choices: SetupChoices,
): Promise<FinishedTask | undefined> {
  if (choices.firstTask === 'here') return finishHere(call);
  if (choices.firstTask === 'demo') return finishDemo(call);
  return undefined;
}

async function finishHere(call: CommandCall): Promise<FinishedTask> {
  const { CoordinationClient } = await import('@agentcoord/client');
  const { WorkerSpawner } = await import('@agentcoord/spawner');
  const { cwd, options, io, signal } = call;
  const started = performance.now();
  // A client of its own: the configuration it reads is the one that was just written.
  await using client = await CoordinationClient.open({
    cwd,
    environment: io.environment,
    home: options.home,
    redisUrl: options.redis,
    name: call.actor,
    signal,
    onWait: call.note,
  });
  const { configuration, storage, queue } = client;
  // For this worker alone, and this worker for it alone: other tasks may be waiting, and other workers.
  const mark = newId('first-task');
  const added = await queue.add({
    title: TITLE,
    payload: { command: COMMAND },
    priority: 5,
    createdBy: call.actor,
    tags: [mark],
    requires: [mark],
  });
  const spawner = new WorkerSpawner({
    storage,
    logFolder: configuration.logFolder,
    cwd: configuration.cwd,
    namespace: configuration.namespace,
    environment: configuration.environment,
    spawnedBy: call.actor,
    program: io.program,
  });
  call.progress('a worker process is doing the first task');
  const worker = await spawner.spawnWorker({
    engine: 'command',
    maxTasks: 1,
    tags: [mark],
    capabilities: [mark],
    signal,
  });
  try {
    await queue.waitFor(added.id, { timeout: LONGEST, signal });
  } finally {
    await spawner.stop(worker.name).catch(() => undefined);
  }
  const tookMs = Math.round(performance.now() - started);
  call.note(`Done: “${TITLE}” by ${worker.name}, a process of its own, in ${formatDuration(tookMs)}.`);
  return { what: 'here', completed: 1, worker: worker.name, id: added.id, tookMs };
}

async function finishDemo(call: CommandCall): Promise<FinishedTask> {
  const [{ prepareProject }, { runDemo }] = await Promise.all([
    import('../demo/demo-project.js'),
    import('../demo/run-demo.js'),
  ]);
  const project = await prepareProject(call.signal);
  try {
    const summary = await runDemo(call, project, { count: 3, live: false });
    if (!summary.ok) throw demoFailed(summary.problems);
    const worker = summary.tasks.at(-1)?.worker ?? '';
    return { what: 'demo', completed: summary.tasks.length, worker, tookMs: summary.tookMs };
  } finally {
    await project.remove();
  }
}

function demoFailed(problems: string[]): AgentCoordError {
  return new AgentCoordError(
    'task_failed',
    `The folder is set up, but the demo did not succeed: ${problems.join('; ')}. Run agentcoord doctor, then agentcoord demo --keep.`,
    { data: { problems } },
  );
}
