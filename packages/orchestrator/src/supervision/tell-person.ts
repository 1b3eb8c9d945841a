import { OPERATOR } from '@agentcoord/board';
import { AgentCoordError, toAgentCoordError } from '@agentcoord/core';
import type { Acting } from '../coordinator/acting.js';
import { type Escalation, PERSON } from './escalation.js';
import { alarmThread } from './raise-matter.js';

/** So many threads at most wait for a person at once; the others are in the list of open matters, and one thread says so. */
const MOST_THREADS = 20;

/**
 * Tells a person of what came to their desk, on the board: each matter once, under an id that follows from it, however
 * many coordinators and restarts there are.
 */
export async function tellPerson(acting: Acting, open: readonly Escalation[]): Promise<void> {
  const waiting = open.filter(({ desk }) => desk === PERSON);
  for (const [index, escalation] of waiting.entries()) {
    const isTold = index < MOST_THREADS;
    const id = isTold ? alarmThread(escalation) : `alarm-more-${waiting[0]?.id ?? ''}`;
    if (acting.told.has(id)) continue;
    try {
      await post(acting, isTold ? thread(escalation) : tooMany(id));
      acting.told.add(id);
    } catch (error) {
      // One that cannot be told, for whatever is in it, must not keep the others from being told.
      if (acting.signal.aborted) return;
      acting.tell({ type: 'trouble', doing: `telling a person of ${id}`, error: toAgentCoordError(error) });
    }
  }
}

interface AlarmThread {
  id: string;
  title: string;
  message: string;
  links?: { tasks: string[] };
}

/** By the record alone, so that two who tell of it say the same. */
function thread(escalation: Escalation): AlarmThread {
  const { title, message, subject, steps, matter } = escalation;
  const [kind = '', ...rest] = subject.split('/');
  const name = rest.join('/');
  const way = steps.map(({ desk, why }) => `- ${desk}: ${why}`).join('\n');
  return {
    id: alarmThread(escalation),
    title,
    message: `${message}\n\nHow it came here:\n${way}\n\n${adviceFor(matter, name)}`,
    ...(kind === 'task' ? { links: { tasks: [name] } } : {}),
  };
}

function adviceFor(matter: Escalation['matter'], name: string): string {
  switch (matter) {
    case 'question':
      return `Answer it with: agentcoord board reply ${name} "<answer>"`;
    case 'task-failed':
      return `Look at it with: agentcoord tasks show ${name}; then agentcoord tasks retry ${name}, or cancel it.`;
    case 'agent-hung':
      return 'Look at its log, and stop its process: agentcoord stop. What a worker of a team held was given to others.';
    case 'team-without-lead':
      return 'Start a coordinator of that name: agentcoord coordinator --name <name> --parent <its parent>.';
  }
}

function tooMany(id: string): AlarmThread {
  return {
    id,
    title: `More than ${MOST_THREADS} matters wait for a person`,
    message: 'The others have no thread of their own. See all of them with: agentcoord team',
  };
}

async function post({ client }: Acting, alarm: AlarmThread): Promise<void> {
  try {
    await client.board.post({ ...alarm, to: [OPERATOR], priority: 'high', tags: ['alarm'] });
  } catch (error) {
    // Another coordinator, or another life of this one, has told of it.
    if (!AgentCoordError.is(error, 'already_exists')) throw error;
  }
}
