import { AgentCoordError, formatDuration } from '@agentcoord/core';
import type { AgentInfo } from '@agentcoord/registry';
import type { Acting } from '../coordinator/acting.js';
import { judge, lastSignOf, type Signs } from './liveness.js';
import { raiseMatter } from './raise-matter.js';
import type { Scene } from './scene.js';

/** What is known of an agent, and what follows. */
export function verdictOn(acting: Acting, scene: Scene, agent: AgentInfo) {
  return judge(signsOf(scene, agent), { now: scene.now, hungAfterMs: acting.times.hungAfterMs });
}

/**
 * Agents that are stuck: raised at their lead's desk, and after `requeueAfter` the tasks of those of the team are given to
 * others and they are asked to stop. Nobody is killed: a late write of theirs is fenced. Those that are gone are the reaper's.
 */
export async function watchAgents(acting: Acting, scene: Scene): Promise<void> {
  for (const agent of scene.members.agents) {
    const team = scene.members.teamOf(agent);
    if (agent.name === acting.name || !scene.isMine(team)) continue;
    if (verdictOn(acting, scene, agent) !== 'stuck') continue;
    const silentMs = scene.now - lastSignOf(signsOf(scene, agent));
    await raiseMatter(acting, {
      matter: 'agent-hung',
      subject: `agent/${agent.name}`,
      incarnation: agent.incarnation,
      title: `${agent.name} makes no progress`,
      message: `Its heartbeat comes, and it works on ${agent.workingOn ?? agent.taskId ?? 'a task'} without any sign of progress.`,
      team: team?.name ?? acting.name,
      desk: team?.name ?? acting.name,
      why: `no progress of its own and none on its tasks for ${formatDuration(acting.times.hungAfterMs)}`,
    });
    // Whom no coordinator manages nobody here takes anything from: a person's session, perhaps.
    if (team !== undefined && silentMs >= acting.times.requeueAfterMs) await takeBack(acting, agent);
  }
}

async function takeBack(acting: Acting, agent: AgentInfo): Promise<void> {
  const { storage, registry, identity } = acting.client;
  const reason = `${agent.name} made no progress for ${formatDuration(acting.times.requeueAfterMs)}`;
  const { taskIds } = await storage.queues.evict({ worker: agent.identity, reason });
  if (agent.stop === undefined)
    await registry.askToStop(agent.name, { by: identity, reason }).catch((error: unknown) => {
      // It is gone since it was looked at.
      if (!AgentCoordError.is(error, 'conflict', 'not_found')) throw error;
    });
  if (taskIds.length === 0) return;
  acting.tell({ type: 'tasks-taken-back', agent: agent.name, tasks: taskIds });
}

function signsOf(scene: Scene, agent: AgentInfo): Signs {
  return { agent, tasks: scene.held.get(agent.identity) ?? [] };
}
