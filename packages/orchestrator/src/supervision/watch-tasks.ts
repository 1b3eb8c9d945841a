import { MAX_PAGE, type Task } from '@agentcoord/core';
import type { Acting } from '../coordinator/acting.js';
import { excerpt, titleOf } from './excerpt.js';
import { raiseMatter } from './raise-matter.js';
import type { Scene } from './scene.js';

/** Tasks that have used all their attempts. Each failure for good is raised once; a task brought back may fail anew. */
export async function watchTasks(acting: Acting, scene: Scene): Promise<void> {
  for await (const task of failedTasks(acting)) {
    const team = scene.teams.ofTags(task.tags);
    if (!scene.isMine(team) || (team !== undefined && scene.teams.cancellationOf(team) !== undefined))
      continue;
    // What nobody's tasks came to before there was a coordinator is no news.
    if (team === undefined && (task.endedAt ?? 0) < acting.team.createdAt) continue;
    const last = task.failures.at(-1)?.message ?? 'no failure was recorded';
    await raiseMatter(acting, {
      matter: 'task-failed',
      subject: `task/${task.id}`,
      incarnation: incarnationOf(task),
      title: titleOf(`Failed for good: ${task.title}`),
      message: excerpt(
        `Task ${task.id} failed ${task.attempts} of ${task.maxAttempts} times. The last time: ${last}`,
        4_000,
      ),
      team: team?.name ?? acting.name,
      desk: team?.name ?? acting.name,
      why: titleOf(`failed ${task.attempts} of ${task.maxAttempts} times: ${last}`, 500),
    });
  }
}

/** Which of its failures for good. */
export function incarnationOf(task: Pick<Task, 'endedAt'>): string {
  return String(task.endedAt ?? 0);
}

async function* failedTasks({ client }: Acting): AsyncGenerator<Task> {
  let cursor: string | undefined;
  do {
    const page = await client.storage.queues.list({ states: ['failed'], limit: MAX_PAGE, cursor });
    yield* page.tasks;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
