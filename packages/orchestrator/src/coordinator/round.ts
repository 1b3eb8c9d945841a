import { pause, toAgentCoordError } from '@agentcoord/core';
import { workDesk } from '../supervision/desk.js';
import { forgetSettled, listEscalations } from '../supervision/escalations.js';
import { reapDead } from '../supervision/reap-dead.js';
import { readScene, type Scene } from '../supervision/scene.js';
import { tellPerson } from '../supervision/tell-person.js';
import { watchAgents } from '../supervision/watch-agents.js';
import { watchLeads } from '../supervision/watch-leads.js';
import { watchQuestions } from '../supervision/watch-questions.js';
import { watchTasks } from '../supervision/watch-tasks.js';
import { applyCancellations } from '../team/cancel-team.js';
import { hasLeader } from '../team/team-leaders.js';
import { isLiving } from '../team/team-members.js';
import { countTasks, sumWithin } from '../team/team-progress.js';
import type { Acting } from './acting.js';
import { type AutoApproveMode, approvePending } from './approve-pending.js';
import type { TeamProgress } from './coordinator-event.js';
import { reportFinished } from './report-up.js';
import type { Respawning } from './respawning.js';

/**
 * One look at the whole team and everything that follows from it. It stands on nothing but the store, and each part
 * does no harm when it is done twice: another coordinator, or the next life of this one, may do it again.
 */
export async function runRound(
  acting: Acting,
  options: { autoApprove: AutoApproveMode; respawning?: Respawning | undefined },
): Promise<TeamProgress> {
  await part(acting, 'freeing what dead agents held', () => reapDead(acting));
  const scene = await readScene(acting);
  await part(acting, 'cancelling', () => cancelMarked(acting, scene));
  await part(acting, 'starting workers in place of dead ones', async () =>
    options.respawning?.round(acting, scene),
  );
  await part(acting, 'watching agents', () => watchAgents(acting, scene));
  await part(acting, 'watching tasks', () => watchTasks(acting, scene));
  await part(acting, 'watching coordinators', () => watchLeads(acting, scene));
  await part(acting, 'watching questions', () => watchQuestions(acting, scene));
  await part(acting, 'approving', () => approvePending(acting, scene, options.autoApprove));
  await part(acting, 'working at the desk', async () => {
    await workDesk(acting, scene, await listEscalations(acting.client.storage, { state: 'open' }));
    await quickHandlers(acting);
    if (tellsPersons(acting, scene)) await tellPerson(acting, await openMatters(acting, scene));
  });
  await part(acting, 'forgetting', () => forgetOld(acting, scene));
  return progressOf(acting, scene);
}

const QUICK_MS = 500;
const HOUR_MS = 3_600_000;
const KEPT_MS = 7 * 24 * HOUR_MS;

/** Once an hour is enough. */
async function forgetOld(acting: Acting, { now }: Scene): Promise<void> {
  const hour = `forgot-${Math.floor(now / HOUR_MS)}`;
  if (acting.team.path.length > 0 || acting.told.has(hour)) return;
  await forgetSettled(acting.client.storage, now - KEPT_MS);
  acting.told.add(hour);
}

async function cancelMarked(acting: Acting, scene: Scene): Promise<void> {
  const { storage, queue } = acting.client;
  const tasks = await applyCancellations({ storage, queue }, scene.teams, acting.name);
  if (tasks.length > 0) acting.tell({ type: 'tasks-cancelled', tasks });
}

async function progressOf(acting: Acting, scene: Scene): Promise<TeamProgress> {
  const byTeam = await countTasks(acting.client.storage, scene.teams, scene.teams.within(acting.name));
  await part(acting, 'reporting', () => reportFinished(acting, scene, byTeam));
  const { counts } = sumWithin(scene.teams, acting.name, byTeam);
  const open = await openMatters(acting, scene);
  const progress: TeamProgress = {
    tasks: counts,
    agents: scene.members.agents.filter(
      (agent) => isLiving(agent) && agent.name !== acting.name && scene.isMine(scene.members.teamOf(agent)),
    ).length,
    open: open.length,
  };
  acting.tell({ type: 'round', progress });
  return progress;
}

/** Most matters are dealt with at once: what is passed on to a person is told in the same round then. */
async function quickHandlers({ busy }: Acting): Promise<void> {
  if (busy.size === 0) return;
  const enough = new AbortController();
  const grace = pause(QUICK_MS, enough.signal).catch(() => undefined);
  await Promise.race([Promise.allSettled(busy.values()), grace]);
  enough.abort();
}

/** One does for the whole tree, so that the limit of open threads holds for it; another only where that one is gone. */
function tellsPersons({ team }: Acting, { leaders }: Scene): boolean {
  const [top] = team.path;
  return top === undefined || !hasLeader(leaders, top);
}

async function openMatters(acting: Acting, scene: Scene) {
  const open = await listEscalations(acting.client.storage, { state: 'open' });
  return open.filter(({ team }) => scene.isMine(scene.teams.get(team)));
}

/** A part that fails is told and tried again in the next round; the others go on. */
async function part(acting: Acting, doing: string, work: () => Promise<void>): Promise<void> {
  if (acting.signal.aborted) return;
  try {
    await work();
  } catch (error) {
    if (!acting.signal.aborted) acting.tell({ type: 'trouble', doing, error: toAgentCoordError(error) });
  }
}
