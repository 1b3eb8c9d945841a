import type { CoordinationClient } from '@agentcoord/client';
import type { Task } from '@agentcoord/core';
import type { AgentInfo } from '@agentcoord/registry';
import type { SpawnedWorker } from '@agentcoord/spawner';

/** What a worker does now, as its agent and its task say it. */
export interface WorkerActivity {
  state: AgentInfo['state'];
  workingOn?: string;
  taskId?: string;
  title?: string;
  /** Its last note on the task, and when. */
  note?: string;
  noteAt?: number;
}

/** A worker that is alive, with what it does; without, where it has not registered or has ended. */
export type WatchedWorker = SpawnedWorker & { activity?: WorkerActivity };

/**
 * A note comes from the task, where it is written at once; the agent's own copy follows with its next heartbeat.
 */
export async function withActivity(
  workers: readonly SpawnedWorker[],
  { registry, storage }: Pick<CoordinationClient, 'registry' | 'storage'>,
): Promise<WatchedWorker[]> {
  const agents = new Map(
    (await registry.list()).flatMap((agent) => (agent.spawnId ? [[agent.spawnId, agent]] : [])),
  );
  const taskIds = [...new Set([...agents.values()].flatMap(({ taskId }) => taskId ?? []))];
  const found = taskIds.length === 0 ? [] : await storage.queues.get({ taskIds });
  const tasks = new Map(found.flatMap((task) => (task ? [[task.id, task]] : [])));
  return workers.map((worker) => {
    const agent = agents.get(worker.id);
    if (agent === undefined || worker.state !== 'running') return worker;
    return {
      ...worker,
      activity: activityOf(agent, agent.taskId === undefined ? undefined : tasks.get(agent.taskId)),
    };
  });
}

function activityOf(agent: AgentInfo, task: Task | undefined): WorkerActivity {
  const { state, workingOn, identity } = agent;
  const mine = task?.claim?.worker === identity ? task : undefined;
  const progress =
    mine?.progress && mine.claim && mine.progress.at >= mine.claim.claimedAt ? mine.progress : undefined;
  return {
    state,
    ...(workingOn === undefined ? {} : { workingOn }),
    ...(mine === undefined ? {} : { taskId: mine.id, title: mine.title }),
    ...(progress === undefined ? {} : { note: progress.note, noteAt: progress.at }),
  };
}

/** `working on Add a greeting: read_file a.ts`. */
export function activityText({ state, workingOn, title, note }: WorkerActivity): string {
  const what = [state, workingOn ?? title].filter((part) => part !== undefined);
  const joined = state === 'working' ? what.join(' on ') : what.join(': ');
  return note === undefined ? joined : `${joined} (${note})`;
}
