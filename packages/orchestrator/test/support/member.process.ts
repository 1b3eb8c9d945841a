import '@agentcoord/tooling/lua-register';
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pause, type Storage } from '@agentcoord/core';
import type { MemberJob, Members } from './members.js';

/**
 * One process of a team: the members of its argument, or one worker as a spawner starts it (`worker --name …`, with
 * the store in its environment). Says what happens as JSON lines; SIGTERM lets all of them leave.
 */
const { CoordinatorAgent, WorkerAgent } = await import('../../src/index.js');
const { address, cwd, members, times } = jobOf();
const storage = await open(address);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
process.once('SIGINT', () => stop.abort());
await Promise.all(members.map((member) => (member.kind === 'worker' ? work(member) : coordinate(member))));
await storage.close();
process.exit(0);

async function coordinate({ name, parent, tasks = 0, wave = 5 }: MemberJob): Promise<void> {
  await using coordinator = new CoordinatorAgent({
    ...{ name, storage, cwd, environment: {} },
    ...(parent === undefined ? {} : { parent }),
    ...times,
    onEvent: (event) => {
      if (event.type !== 'round')
        tell({ name, ...event, ...('error' in event ? { error: event.error.message } : {}) });
    },
  });
  try {
    await coordinator.start({ signal: stop.signal });
    tell({ name, leads: true });
    await coordinator.runOrchestrationLoop({
      interval: 200,
      signal: stop.signal,
      // Which tasks there are is in the store: a successor goes on where this one stopped.
      async onRound({ tasks: { completed } }) {
        const wanted = Math.min(tasks, completed + wave);
        if (wanted === 0) return;
        await coordinator.createTasks(
          Array.from({ length: wanted }, (_, index) => ({
            id: `${name}-task-${index + 1}`,
            title: `Task ${index + 1}`,
          })),
        );
      },
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
}

async function work({ name, parent, taskMs = 100 }: MemberJob): Promise<void> {
  await using worker = new WorkerAgent({
    ...{ name, storage, cwd },
    ...(parent === undefined ? {} : { parent }),
    ...(times.deadAfter === undefined ? {} : { deadAfter: times.deadAfter }),
    ...(times.hungAfter === undefined ? {} : { hungAfter: times.hungAfter }),
    async handler(task, { signal, progress }) {
      tell({ name, begins: task.id });
      for (let done = 0; done < taskMs; done += 500) {
        await pause(Math.min(500, taskMs - done), signal);
        await progress(`${done} of ${taskMs} ms`);
      }
      return { by: name };
    },
  });
  await worker.start();
  tell({ name, works: true });
  await worker.runWorkerLoop({ pollInterval: 500, signal: stop.signal });
}

function jobOf(): Members {
  const [first = '', ...rest] = process.argv.slice(2);
  if (first !== 'worker') return JSON.parse(first) as Members;
  const { values } = parseArgs({ args: rest, strict: false });
  const { TEAM_STORE = '', TEAM_TIMES = '{}' } = process.env;
  const member = { kind: 'worker', name: String(values.name), parent: String(values.parent) } as const;
  return { address: TEAM_STORE, cwd: process.cwd(), members: [member], times: JSON.parse(TEAM_TIMES) };
}

function tell(message: object): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}

async function open(place: string): Promise<Storage> {
  if (!place.startsWith('unix://')) {
    const { openFileStorage } = await import('@agentcoord/storage-file');
    return openFileStorage({ folder: place });
  }
  const [path = '', namespace = ''] = place.slice('unix://'.length).split('?');
  const { openRedisStorage } = await import('@agentcoord/storage-redis');
  return openRedisStorage({ path, namespace });
}
