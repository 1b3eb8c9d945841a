import { formatDuration } from '@agentcoord/core';
import type { PoolDecision } from './decide-pool.js';
import type { Reason } from './reason.js';

/** A decision as one sentence a person can check: `backend: 4 workers, 2 more (18 tasks at 5 a worker ask for 4)`. */
export function explainDecision(decision: PoolDecision, now: number): string {
  const { pool, reasons } = decision;
  return `${pool}: ${change(decision)} (${reasons.map((reason) => inWords(reason, now)).join('; ')}).`;
}

function change({ present, target, start, retireIdle, retireWorking }: PoolDecision): string {
  const leaving = retireIdle + retireWorking;
  if (start > 0) return `${workers(target)}, ${start} more than now`;
  if (leaving > 0) return `${workers(present - leaving)}, ${leaving} fewer than now`;
  return `${workers(present)}, as now`;
}

function inWords(reason: Reason, now: number): string {
  switch (reason.code) {
    case 'load': {
      const tasks = `${reason.atLeast ? 'at least ' : ''}${reason.tasks} ${reason.tasks === 1 ? 'task' : 'tasks'}`;
      return `${tasks} at ${reason.tasksPerWorker} a worker ${reason.tasks === 1 ? 'asks' : 'ask'} for ${reason.workers}`;
    }
    case 'minimum':
      return `the minimum is ${reason.workers}`;
    case 'maximum':
      return `the maximum is ${reason.workers}`;
    case 'shared_maximum':
      return `the maximum of all pools together is ${reason.workers}`;
    case 'cooldown':
      return `${reason.workers} ${reason.workers === 1 ? 'was needed lately, so it stays' : 'were needed lately, so they stay'} ${inTime(reason.untilAt, now)}`;
    case 'tolerance':
      return `the load is too close to that of ${reason.workers} to send anybody away`;
    case 'budget': {
      const what = reason.level === 'day' ? 'of today' : `of the ${reason.level}`;
      return `${Math.floor(reason.used * 100)}% of the budget ${what} in ${reason.unit} is used, so nobody is added`;
    }
    case 'rate_limit':
      return `${reason.provider} refused calls by a rate limit, so nobody is added ${inTime(reason.untilAt, now)}`;
    case 'rate_limit_ceiling':
      return `${reason.provider} has gone on refusing calls by a rate limit, so at most ${workers(reason.workers)} ${reason.workers === 1 ? 'stays' : 'stay'} ${inTime(reason.untilAt, now)}`;
    case 'crashes':
      return `${crashed(reason.count)}, so nobody is started ${inTime(reason.untilAt ?? now, now)}`;
    case 'crash_trial':
      return `${crashed(reason.count)}, so one at a time is tried`;
    case 'crashes_given_up':
      return `${crashed(reason.count)}, so nothing is started any more: read their logs, then forget the crashes`;
    case 'leaving':
      return `${workers(reason.workers)} on the way out still ${reason.workers === 1 ? 'takes its place' : 'take their places'}`;
    case 'busy':
      return `${workers(reason.workers)} too many, but ${reason.workers === 1 ? 'it has' : 'they have'} work, and nobody is stopped at work`;
  }
}

function crashed(count: number): string {
  return count === 1 ? 'the last worker ended badly' : `the last ${count} workers ended badly`;
}

function workers(count: number): string {
  return `${count} ${count === 1 ? 'worker' : 'workers'}`;
}

function inTime(until: number, now: number): string {
  return `for ${formatDuration(Math.max(0, until - now))}`;
}
