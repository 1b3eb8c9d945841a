import { AgentCoordError } from '@agentcoord/core';
import type { Scene } from '../supervision/scene.js';
import { endedTasks, openTasks, sumWithin, type TaskCounts, type TeamTasks } from '../team/team-progress.js';
import { parentOf, type TeamRecord } from '../team/team-record.js';
import type { Acting } from './acting.js';

/** Tells of teams whose tasks have all ended; its own team's result it sends to the coordinator above, once. */
export async function reportFinished(
  acting: Acting,
  scene: Scene,
  byTeam: ReadonlyMap<string, TeamTasks>,
): Promise<void> {
  for (const team of scene.teams.within(acting.name)) {
    const { counts, lastEndedAt } = sumWithin(scene.teams, team.name, byTeam);
    if (openTasks(counts) > 0 || endedTasks(counts) === 0) continue;
    const round = `finished-${team.name}-${endedTasks(counts)}-${lastEndedAt}`;
    if (acting.told.has(round)) continue;
    if (team.name === acting.name) await sendUp(acting, team, counts, lastEndedAt);
    acting.told.add(round);
    acting.tell({ type: 'team-finished', team: team.name, tasks: counts });
  }
}

/** The same from every life of the coordinator, so the board keeps one. */
async function sendUp(acting: Acting, team: TeamRecord, counts: TaskCounts, at: number): Promise<void> {
  const parent = parentOf(team);
  if (parent === undefined) return;
  const { completed, failed, cancelled } = counts;
  const said = `${completed} completed, ${failed} failed, ${cancelled} cancelled`;
  try {
    await acting.client.board.send({
      id: `report-${acting.team.createdAt}-${endedTasks(counts)}-${at}`,
      to: [parent],
      title: `${acting.name}: all tasks have ended`,
      message: `${said}. See them with: agentcoord team`,
      tags: ['report'],
    });
  } catch (error) {
    if (!AgentCoordError.is(error, 'already_exists')) throw error;
  }
}
