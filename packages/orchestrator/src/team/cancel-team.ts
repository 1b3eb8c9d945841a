import { checkIdentity, checkText, type Storage } from '@agentcoord/core';
import type { TaskQueue } from '@agentcoord/queue';
import type { TeamRecord } from './team-record.js';
import { tasksOf } from './team-tasks.js';
import { changeTeam, readTeams, type TeamMap } from './teams.js';

const OPEN = ['blocked', 'scheduled', 'ready', 'claimed'] as const;

/**
 * Ends a team with everything below it: the mark first, so that nothing can be added behind it, then every task
 * that has not ended; handlers that run are told through `task.signal`. A canceller that dies half-way is finished
 * by the coordinators above, which apply marks again. @throws `not_found`.
 */
export async function cancelTeam(
  context: { storage: Storage; queue: TaskQueue },
  name: string,
  request: { by: string; reason: string },
): Promise<{ cancelledTasks: string[] }> {
  const by = checkIdentity(request.by, 'by');
  const reason = checkText(request.reason, 'reason', { maxLength: 400 });
  const { storage } = context;
  const at = await storage.now();
  await changeTeam(storage, name, (team) =>
    team.cancelled === undefined ? { ...team, cancelled: { by, reason, at } } : undefined,
  );
  const teams = await readTeams(storage);
  return { cancelledTasks: await cancelTasks(context, teams.within(name), { by, reason }) };
}

/** Takes the mark away; tasks that were cancelled stay so until somebody retries them. @throws `not_found`. */
export async function reopenTeam(storage: Storage, name: string): Promise<TeamRecord> {
  return changeTeam(storage, name, ({ cancelled, ...team }) => (cancelled === undefined ? undefined : team));
}

/** Cancels what teams of a cancelled subtree still have open. Idempotent. */
export async function applyCancellations(
  context: { storage: Storage; queue: TaskQueue },
  teams: TeamMap,
  below: string,
): Promise<string[]> {
  const ids: string[] = [];
  for (const team of teams.within(below)) {
    const cancelled = teams.cancellationOf(team);
    if (cancelled !== undefined) ids.push(...(await cancelTasks(context, [team], cancelled)));
  }
  return ids;
}

async function cancelTasks(
  { storage, queue }: { storage: Storage; queue: TaskQueue },
  teams: readonly TeamRecord[],
  { by, reason }: { by: string; reason: string },
): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of tasksOf(storage, teams, [...OPEN])) {
    const reply = await queue.cancel(id, { by, reason: `its team was cancelled: ${reason}` });
    if (reply.status === 'cancelled') ids.push(id);
  }
  return ids;
}
