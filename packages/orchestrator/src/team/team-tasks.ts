import { MAX_PAGE, type Storage, type Task, type TaskState } from '@agentcoord/core';
import type { AddedTask, TaskInput, TaskQueue } from '@agentcoord/queue';
import { cancelledTeam } from './team-errors.js';
import { isTeamTag, teamTag } from './team-name.js';
import type { TeamRecord } from './team-record.js';
import { readTeams } from './teams.js';

/** `tags` of one question to the store. */
const TAGS_AT_ONCE = 60;

/**
 * Gives a team tasks: they bear its tag. Looks before and after whether the team was cancelled, so that of a
 * cancellation at the same moment either the canceller sees the tasks or this one sees the cancellation.
 * @throws `cancelled`, and as `TaskQueue.addMany`.
 */
export async function addTeamTasks(
  context: { storage: Storage; queue: TaskQueue; by: string },
  team: TeamRecord,
  tasks: readonly TaskInput[],
): Promise<AddedTask[]> {
  const { storage, queue, by } = context;
  await refuseCancelled(storage, team);
  const added = await queue.addMany(
    tasks.map((task) => ({
      createdBy: by,
      ...task,
      tags: [...(task.tags ?? []).filter((tag) => !isTeamTag(tag)), teamTag(team.name)],
    })),
  );
  try {
    await refuseCancelled(storage, team);
  } catch (error) {
    const reason = 'its team was cancelled';
    for (const { id, status } of added) if (status === 'added') await queue.cancel(id, { by, reason });
    throw error;
  }
  return added;
}

async function refuseCancelled(storage: Storage, team: TeamRecord): Promise<void> {
  const cancelled = (await readTeams(storage)).cancellationOf(team);
  if (cancelled !== undefined) throw cancelledTeam(team.name, cancelled);
}

/** Every task of these teams, each once. */
export async function* tasksOf(
  storage: Pick<Storage, 'queues'>,
  teams: readonly TeamRecord[],
  states?: TaskState[],
): AsyncGenerator<Task> {
  for (let start = 0; start < teams.length; start += TAGS_AT_ONCE) {
    const tags = teams.slice(start, start + TAGS_AT_ONCE).map(({ name }) => teamTag(name));
    let cursor: string | undefined;
    do {
      const page = await storage.queues.list({ tags, states, limit: MAX_PAGE, cursor });
      yield* page.tasks;
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
}
