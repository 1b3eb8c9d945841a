import { describeThrown, toAgentCoordError } from '@agentcoord/core';
import type { Acting } from '../coordinator/acting.js';
import { hasLeader } from '../team/team-leaders.js';
import { parentOf } from '../team/team-record.js';
import { type Escalation, PERSON } from './escalation.js';
import { titleOf } from './excerpt.js';
import { outcomeOf } from './outcome.js';
import { moveMatter, settleMatter } from './raise-matter.js';
import type { Scene } from './scene.js';

/**
 * Deals with what lies at this coordinator's desk, and takes over what lies too long at desks below it. What has
 * settled itself is closed.
 */
export async function workDesk(acting: Acting, scene: Scene, open: readonly Escalation[]): Promise<void> {
  for (const escalation of open) {
    const team = scene.teams.get(escalation.team);
    if (!scene.isMine(team)) continue;
    const outcome = await outcomeOf(acting, scene, escalation);
    if (outcome !== undefined) await settleMatter(acting, escalation, outcome);
    else if (escalation.desk === acting.name) inBackground(acting, scene, escalation);
    else if (escalation.desk !== PERSON) await takeOver(acting, scene, escalation);
  }
}

/** One at a time for each matter, beside the rounds. */
function inBackground(acting: Acting, scene: Scene, escalation: Escalation): void {
  const { id } = escalation;
  if (acting.busy.has(id)) return;
  const handling = handle(acting, scene, escalation)
    .catch((error: unknown) => {
      if (!acting.signal.aborted)
        acting.tell({ type: 'trouble', doing: 'working at the desk', error: toAgentCoordError(error) });
    })
    .finally(() => acting.busy.delete(id));
  acting.busy.set(id, handling);
}

async function handle(acting: Acting, scene: Scene, escalation: Escalation): Promise<void> {
  switch (escalation.matter) {
    case 'question':
      return answer(acting, escalation);
    case 'task-failed':
      return decideOnTask(acting, escalation);
    case 'agent-hung': {
      // First its tasks are taken back; somebody is told only where that does not help.
      const { hungAfterMs, requeueAfterMs } = acting.times;
      if (scene.now - escalation.raisedAt < requeueAfterMs + hungAfterMs) return;
      return passOn(acting, escalation, 'it still makes no progress');
    }
    case 'team-without-lead':
      return respawn(acting, scene, escalation);
  }
}

async function answer(acting: Acting, escalation: Escalation): Promise<void> {
  const { onQuestion } = acting.handlers;
  if (onQuestion === undefined) return passOn(acting, escalation, `${acting.name} has nobody to answer`);
  const thread = escalation.subject.slice('thread/'.length);
  const { thread: summary } = await acting.client.board.show(thread, { limit: 1 });
  const question = { thread, from: summary.author, title: summary.title, message: escalation.message };
  const reply = await ask(acting, escalation, () => onQuestion(question, { signal: acting.signal }));
  if (reply === undefined) return;
  if (reply.value === undefined) return passOn(acting, escalation, `${acting.name} has no answer`);
  const id = `answer-${escalation.id}`;
  await acting.client.board.reply(thread, { id, message: reply.value });
  await settleMatter(acting, escalation, `${acting.name} answered`);
}

async function decideOnTask(acting: Acting, escalation: Escalation): Promise<void> {
  const { onFailedTask } = acting.handlers;
  const task = await acting.client.queue.get(escalation.subject.slice('task/'.length));
  if (onFailedTask === undefined || task === undefined)
    return passOn(acting, escalation, `${acting.name} knows no remedy`);
  const decision = await ask(acting, escalation, () => onFailedTask(task, { signal: acting.signal }));
  if (decision === undefined) return;
  if (decision.value !== 'retry') return passOn(acting, escalation, `${acting.name} did not bring it back`);
  await acting.client.queue.retry(task.id, { by: acting.client.identity });
  await settleMatter(acting, escalation, `${acting.name} brought it back`);
}

/** Asks for a successor once for each lost leader; the step that says so is written first. */
async function respawn(acting: Acting, scene: Scene, escalation: Escalation): Promise<void> {
  const { respawnLead } = acting.handlers;
  const team = scene.teams.get(escalation.team);
  if (respawnLead === undefined || team === undefined)
    return passOn(acting, escalation, `${acting.name} starts no successors`);
  if (escalation.steps.length > 1) {
    if (scene.now - escalation.movedAt < acting.times.answerWithinMs) return;
    return passOn(acting, escalation, 'the successor that was started does not lead');
  }
  const noted = await moveMatter(acting, escalation, { desk: acting.name, why: 'a successor is started' });
  if (noted !== undefined) await ask(acting, noted, () => respawnLead(team, { signal: acting.signal }));
}

/** A handler that throws has no answer, and its matter goes up with the cause. */
async function ask<T>(
  acting: Acting,
  escalation: Escalation,
  handler: () => Promise<T>,
): Promise<{ value: T } | undefined> {
  try {
    const value = await handler();
    // What it said while it was told to stop is no decision; the next life of the coordinator asks again.
    return acting.signal.aborted ? undefined : { value };
  } catch (error) {
    if (!acting.signal.aborted)
      await passOn(acting, escalation, titleOf(`it failed at ${acting.name}: ${describeThrown(error)}`, 400));
    return undefined;
  }
}

async function passOn(acting: Acting, escalation: Escalation, why: string): Promise<void> {
  await moveMatter(acting, escalation, { desk: parentOf(acting.team) ?? PERSON, why });
}

/** Somebody else's desk: what lies there too long, or where nobody sits, goes one up. */
async function takeOver(acting: Acting, scene: Scene, escalation: Escalation): Promise<void> {
  const { desk } = escalation;
  const team = scene.teams.get(desk);
  const isLate = scene.now - escalation.movedAt >= acting.times.answerWithinMs;
  const isLed = hasLeader(scene.leaders, desk);
  const up = (team && parentOf(team)) ?? PERSON;
  if (team?.path.includes(acting.name)) {
    if (!isLed) await moveMatter(acting, escalation, { desk: up, why: `${desk} has no coordinator now` });
    else if (isLate && escalation.matter !== 'agent-hung')
      await moveMatter(acting, escalation, { desk: up, why: `${desk} did not deal with it in time` });
    return;
  }
  // Above, or nowhere: a successor there is given time to come.
  if (!isLed && isLate) await moveMatter(acting, escalation, { desk: up, why: `nobody coordinates ${desk}` });
}
