import { formatDuration } from '@agentcoord/core';
import type { DashboardModel } from './dashboard-model.js';
import { findUnclaimable } from './unclaimable.js';

export interface Problem {
  severity: 'bad' | 'warning';
  /** `agent hung`, `approval waiting`. */
  what: string;
  about: string;
  /** What a person can do. */
  advice: string;
  /** Where it is shown in full. */
  pane: 'agents' | 'tasks' | 'locks' | 'approvals' | 'logs';
  id?: string;
}

const NEAR_CAP = 0.8;
const LONG_WAIT_MS = 60_000;
const MAX_OF_A_KIND = 50;

/** Everything that waits for a person, the worst first. */
export function findProblems(model: DashboardModel, now: number): Problem[] {
  return [
    ...storeProblems(model, now),
    ...agentProblems(model, now),
    ...deadLetters(model),
    ...unclaimable(model, now),
    ...approvalProblems(model, now),
    ...lockProblems(model, now),
    ...budgetProblems(model),
  ].sort((a, b) => rank(a) - rank(b));
}

function storeProblems({ connection, ownership }: DashboardModel, now: number): Problem[] {
  const problems: Problem[] = [];
  if (connection.lostSince !== undefined)
    problems.push({
      severity: 'bad',
      what: 'store lost',
      about: `${connection.trouble ?? 'no answer'} (for ${formatDuration(Math.max(0, now - connection.lostSince))})`,
      advice: 'What is shown is how it was. Run agentcoord doctor.',
      pane: 'logs',
    });
  if (ownership?.isStale || ownership?.isGone)
    problems.push({
      severity: 'warning',
      what: 'failover',
      about: ownership.mode,
      advice: 'Run agentcoord failover status.',
      pane: 'logs',
    });
  if (ownership !== undefined && ownership.conflicts > 0)
    problems.push({
      severity: 'warning',
      what: 'conflicts',
      about: `${ownership.conflicts} after a failover that nobody has looked at`,
      advice: 'Run agentcoord failover status.',
      pane: 'logs',
    });
  return problems;
}

function agentProblems(model: DashboardModel, now: number): Problem[] {
  return model.agents.tree(now).flatMap((agent): Problem[] => {
    if (agent.state === 'hung')
      return [
        {
          severity: 'bad',
          what: 'agent hung',
          about: `${agent.name}: no progress for ${formatDuration(now - agent.lastProgressAt)}`,
          advice: 'K stops its worker; its task goes back to the queue.',
          pane: 'agents',
          id: agent.name,
        },
      ];
    if (agent.state !== 'dead') return [];
    return [
      {
        severity: 'warning',
        what: 'agent dead',
        about: `${agent.name}: last seen ${formatDuration(Math.max(0, now - agent.heartbeatAt))} ago`,
        advice: 'Its tasks and locks are freed by whoever reaps next.',
        pane: 'agents',
        id: agent.name,
      },
    ];
  });
}

function deadLetters({ tasks }: DashboardModel): Problem[] {
  if (tasks.counts.failed === 0) return [];
  const found: Problem[] = [];
  for (const { id, title, state, attempts, trouble } of tasks.all()) {
    if (state !== 'failed') continue;
    found.push({
      severity: 'bad',
      what: 'dead letter',
      about: `${title}: ${trouble ?? 'failed'} (${attempts} ${attempts === 1 ? 'attempt' : 'attempts'})`,
      advice: 'r tries it again with all its attempts.',
      pane: 'tasks',
      id,
    });
    if (found.length === MAX_OF_A_KIND) break;
  }
  return found;
}

/** Only where somebody is here: an empty house has no worker for anything, and that is no news. */
function unclaimable(model: DashboardModel, now: number): Problem[] {
  const living = model.agents.tree(now).filter(({ state }) => state !== 'dead' && state !== 'left');
  if (living.length === 0) return [];
  return findUnclaimable(model.tasks.all(), living)
    .slice(0, MAX_OF_A_KIND)
    .map(({ tags, requires, count, first }) => ({
      severity: 'warning',
      what: 'nobody for it',
      about: `${count} ready ${count === 1 ? 'task' : 'tasks'} such as ${first.title}`,
      advice: `agentcoord spawn${option('--tags', tags)}${option('--capabilities', requires)}`,
      pane: 'tasks',
      id: first.id,
    }));
}

function option(flag: string, values: readonly string[]): string {
  return values.length === 0 ? '' : ` ${flag} ${values.join(',')}`;
}

function approvalProblems({ approvals }: DashboardModel, now: number): Problem[] {
  return approvals
    .shown(now)
    .filter(({ status }) => status === 'pending')
    .map(({ id, action, requestedBy, expiresAt }) => ({
      severity: 'warning',
      what: 'approval waiting',
      about: `${requestedBy} asks for ${action}, ${formatDuration(Math.max(0, expiresAt - now))} left`,
      advice: 'a approves, d denies.',
      pane: 'approvals',
      id,
    }));
}

function lockProblems({ locks }: DashboardModel, now: number): Problem[] {
  return locks
    .held(now)
    .filter(({ waiters }) => waiters.length > 0)
    .map(({ grantId, path, agent, holder, waiters }) => {
      const longest = Math.max(0, now - Math.min(...waiters.map(({ since }) => since)));
      return {
        severity: longest >= LONG_WAIT_MS ? 'bad' : 'warning',
        what: 'lock contended',
        about: `${path}: ${waiters.length} waiting for ${agent ?? holder}, the first for ${formatDuration(longest)}`,
        advice: 'u takes the lock away.',
        pane: 'locks',
        id: `${grantId} ${path}`,
      };
    });
}

function budgetProblems({ spend }: DashboardModel): Problem[] {
  return spend.flatMap(({ level, unit, spent, reserved, cap }): Problem[] => {
    if (cap === undefined || cap <= 0 || spent + reserved < NEAR_CAP * cap) return [];
    const money = (amount: number): string => (unit === 'usd' ? `$${amount.toFixed(2)}` : `${amount} tokens`);
    return [
      {
        severity: spent >= cap ? 'bad' : 'warning',
        what: 'budget',
        about: `${level === 'day' ? 'today' : 'the project'}: ${money(spent)} of ${money(cap)} spent`,
        advice: 'Workers stop at the cap. It is in .agentcoord/config.json.',
        pane: 'logs',
      },
    ];
  });
}

function rank({ severity }: Problem): number {
  return severity === 'bad' ? 0 : 1;
}
