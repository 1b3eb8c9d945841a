import { AgentCoordError } from '@agentcoord/core';
import type { Acting } from '../coordinator/acting.js';
import { hasLeader } from '../team/team-leaders.js';
import type { Escalation } from './escalation.js';
import type { Scene } from './scene.js';
import { verdictOn } from './watch-agents.js';
import { isAnswered } from './watch-questions.js';
import { incarnationOf } from './watch-tasks.js';

/** What became of a matter by itself or by others; `undefined` while it is open. */
export async function outcomeOf(
  acting: Acting,
  scene: Scene,
  escalation: Escalation,
): Promise<string | undefined> {
  const name = escalation.subject.slice(escalation.subject.indexOf('/') + 1);
  switch (escalation.matter) {
    case 'question':
      return ofQuestion(acting, name);
    case 'task-failed': {
      const task = await acting.client.queue.get(name);
      if (task === undefined) return 'the task is gone';
      if (task.state === 'failed' && incarnationOf(task) === escalation.incarnation) return undefined;
      return `the task is ${task.state}`;
    }
    case 'agent-hung': {
      const agent = scene.members.agent(name);
      if (agent?.incarnation !== escalation.incarnation) return 'that life of the agent is over';
      const verdict = verdictOn(acting, scene, agent);
      if (verdict === 'stuck') return undefined;
      return verdict === 'well' ? 'it makes progress again' : `it is ${verdict}`;
    }
    case 'team-without-lead': {
      const team = scene.teams.get(name);
      if (team !== undefined && scene.teams.cancellationOf(team) !== undefined)
        return 'the team was cancelled';
      return hasLeader(scene.leaders, name) ? 'a successor leads' : undefined;
    }
  }
}

async function ofQuestion(acting: Acting, id: string): Promise<string | undefined> {
  try {
    const { thread } = await acting.client.board.show(id, { limit: 1 });
    if (!isAnswered(thread)) return undefined;
    return thread.state === 'resolved' ? 'the question was resolved' : `${thread.lastAuthor} answered`;
  } catch (error) {
    if (AgentCoordError.is(error, 'not_found')) return 'the question is gone';
    throw error;
  }
}
