import type { Look } from '@agentcoord/client';
import type { Task } from '@agentcoord/core';
import { couldClaim } from '@agentcoord/queue';
import { type Finding, ok } from '../finding.js';

const LOOKED_AT = 1_000;
const NAMED = 3;

/** Whether each ready task has an agent that could claim it, of the first thousand. */
export async function claimableTasks(look: Look): Promise<Finding> {
  const { tasks } = await look.storage.queues.list({ states: ['ready'], limit: LOOKED_AT });
  const agents = (await look.agents()).filter(({ state }) => state !== 'dead' && state !== 'left');
  const stuck = tasks.filter((task) => !agents.some((agent) => couldClaim(agent, task)));
  if (stuck.length === 0) return ok('tasks', `Each of ${tasks.length} ready tasks has an agent for it.`);
  const [first] = stuck;
  const tags = first?.tags.length ? ` --tags ${first.tags.join(',')}` : '';
  const capabilities = first?.requires.length ? ` --capabilities ${first.requires.join(',')}` : '';
  return {
    check: 'tasks',
    severity: 'warning',
    what: `${stuck.length} of ${tasks.length} ready tasks can be claimed by no agent that is here: ${named(stuck)}.`,
    why: 'Such a task waits for ever: its tags or what it requires fit nobody.',
    fix: `agentcoord spawn${tags}${capabilities}`,
  };
}

function named(tasks: readonly Task[]): string {
  const titles = tasks.slice(0, NAMED).map(({ id, title }) => `${title} (${id})`);
  return titles.join(', ') + (tasks.length > NAMED ? ', …' : '');
}
