import type { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import type { Logger } from '@agentcoord/llm-worker';
import type { WorkEvent, WorkSummary } from '@agentcoord/queue';
import { ShownWork } from '@agentcoord/registry';
import { createEngines } from './engines.js';
import { FINISH_MS } from './finish-or-stop.js';
import { keepHouse } from './housekeeping.js';
import { leaveWithRun } from './leave-with-run.js';
import { createTaskHandler } from './task-handler.js';
import type { WorkerSettings } from './worker-options.js';

interface WorkerRun {
  client: CoordinationClient;
  settings: WorkerSettings;
  environment: NodeJS.ProcessEnv;
  logger: Logger;
  /** Stop claiming; what is being worked on may finish shortly, else it is given back. */
  stop: AbortSignal;
  /** Stop at once. */
  hurry: AbortSignal;
}

/** Past the time to finish: for the engine to stop and for its task to be given back. */
const GRACE_MS = FINISH_MS + 3_000;

/** Claims and works until it is told to stop, has done its number of tasks, or (where asked) nothing is left. */
export async function runWorker({
  client,
  settings,
  environment,
  logger,
  stop,
  hurry,
}: WorkerRun): Promise<WorkSummary> {
  const { agent } = client;
  if (!agent) throw new AgentCoordError('internal', 'A worker works within a session of its own.');
  const state = new ShownWork(agent);
  const engines = await createEngines(settings, { client, environment, logger, state });
  await using _house = keepHouse(client, logger);
  await using run = leaveWithRun(client, environment, logger);
  const files = await client.fencedFiles();
  logger.info('worker started', {
    engines: engines.map(({ name }) => name),
    tags: settings.tags,
    identity: agent.identity,
  });
  const usedUp = new AbortController();
  const onDrain = (): void => logger.info('worker was asked to leave when its work is done');
  agent.drain.addEventListener('abort', onDrain, { once: true });
  const onBudgetUsedUp = (error: AgentCoordError): void => usedUp.abort(error);
  const handler = createTaskHandler({
    client,
    files,
    engines,
    environment,
    logger,
    state,
    hurry,
    onBudgetUsedUp,
  });
  const { tags, capabilities, concurrency, maxTasks, untilIdle } = settings;
  const summary = await client.queue.work(handler, {
    tags,
    capabilities,
    concurrency,
    stopWhenIdle: untilIdle,
    grace: GRACE_MS,
    signal: AbortSignal.any([stop, hurry, agent.signal, usedUp.signal]),
    drain: AbortSignal.any([agent.drain, run.drain]),
    onEvent: (event) => logEvent(logger, event),
    ...(maxTasks === undefined ? {} : { maxTasks }),
  });
  await state.settled();
  logger.info('worker leaves', { ...summary });
  usedUp.signal.throwIfAborted();
  if (agent.signal.aborted && !stop.aborted && !hurry.aborted) throw agent.signal.reason;
  return summary;
}

function logEvent(logger: Logger, event: WorkEvent): void {
  const taskId = 'task' in event ? event.task.id : undefined;
  if (event.type === 'task-failed') {
    logger.warn('attempt failed', { taskId, state: event.state, error: event.error });
  } else if (event.type === 'task-released') {
    logger.info('task given back', { taskId, reason: event.reason });
  } else if (event.type === 'task-lost') {
    logger.warn('task lost', { taskId, reason: event.error.message });
  } else if (event.type === 'storage-failed') {
    logger.warn('the store did not answer', { reason: event.error.message, retryInMs: event.retryInMs });
  } else logger.debug(event.type, { taskId });
}
