import { AgentCoordError, type Listener, pause, toAgentCoordError } from '@agentcoord/core';
import { endedTasks, openTasks } from '../team/team-progress.js';
import { type Acting, audit } from './acting.js';
import type { TeamProgress } from './coordinator-event.js';
import type { LoopPlan, OrchestrationEnd } from './loop-options.js';
import { runRound } from './round.js';

/** What others write that should not wait for the next look. */
const CHANNELS = ['record/teams', 'record/escalations', 'record/approvals', 'log/board'];
/** However much is written, a look has this much rest behind it. */
const REST_MS = 1_000;

/** Looks again and again until the term is over or `signal` fires. */
export async function runTerm(
  acting: Acting,
  plan: LoopPlan,
  signal: AbortSignal,
): Promise<OrchestrationEnd> {
  const until = AbortSignal.any([acting.signal, signal]);
  let progress: TeamProgress | undefined;
  let listener: Listener | undefined;
  try {
    while (!until.aborted) {
      try {
        await announceAll(acting, plan);
        listener ??= await acting.client.storage.signals.listen({ channels: CHANNELS }, { signal: until });
        progress = await runRound(acting, plan);
        if (!until.aborted) await plan.onRound(progress);
        if (plan.stopWhenDone && isDone(progress)) return { ended: 'done', progress };
      } catch (error) {
        if (until.aborted) break;
        const known = toAgentCoordError(error);
        if (AgentCoordError.is(known, 'closed')) throw known;
        acting.tell({ type: 'trouble', doing: 'looking at the team', error: known });
      }
      await rest(listener, plan.intervalMs, until);
    }
  } finally {
    await listener?.close().catch(() => undefined);
  }
  return { ended: 'stopped', progress };
}

async function rest(listener: Listener | undefined, intervalMs: number, until: AbortSignal): Promise<void> {
  const restMs = Math.min(REST_MS, intervalMs);
  try {
    await pause(restMs, until);
    if (intervalMs <= restMs) return;
    if (listener === undefined) await pause(intervalMs - restMs, until);
    else await listener.next({ timeoutMs: intervalMs - restMs, signal: until });
  } catch (error) {
    // A listener that broke makes the next look later, nothing else.
    if (!until.aborted) await pause(intervalMs, until).catch(() => undefined);
    else if (!AgentCoordError.is(error)) throw error;
  }
}

function isDone({ tasks }: TeamProgress): boolean {
  return openTasks(tasks) === 0 && endedTasks(tasks) > 0;
}

/** That nobody looks at what is approved must be seen, before the first is. */
async function announceAll(acting: Acting, { autoApprove }: LoopPlan): Promise<void> {
  if (autoApprove !== 'all' || acting.told.has('auto-approve-all')) return;
  if (!acting.told.has('auto-approve-warning'))
    process.emitWarning(
      `${acting.name} approves everything that is asked in its team, unseen (autoApprove: 'all').`,
      'AgentCoordWarning',
    );
  acting.told.add('auto-approve-warning');
  await audit(acting, {
    // An answer may be lost on its way: the same id, the same entry.
    id: `auto-approve-all-${acting.team.lead?.fence ?? acting.client.identity}`,
    type: 'auto-approve-all',
    context: `team of ${acting.name}`,
    reason: 'the coordinator was started with autoApprove "all"',
    details: { coordinator: acting.client.identity },
  });
  acting.told.add('auto-approve-all');
}
