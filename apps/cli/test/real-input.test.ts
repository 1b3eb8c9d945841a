import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { unpackRealSources } from '@agentcoord/tooling/real-sources';
import { type SourceTask, sourceTasks } from '@agentcoord/tooling/source-tasks';
import { expect, test } from 'vitest';
import { type RunningCli, setUpCli } from './support/cli.js';

const LEASE = '2s';

const cli = setUpCli();

interface DoneTask {
  id: string;
  state: string;
  result: { exitCode: number; output: { stdout: string } };
}

interface StoreEvent {
  type: string;
  entity: string;
  fields: { claim?: { worker: string } };
}

/** The linter that some of the tasks run lies among this repository's programs. */
const PATH = [
  join(dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')), '..', '..', '.bin'),
  process.env.PATH,
].join(delimiter);

/**
 * 200 shell commands over the sources of ten packages, worked by six processes. Two of them are killed
 * and one is stopped beyond its lease, each while it holds a task.
 */
test('200 tasks over real sources complete once each and as one worker alone does them, though workers are killed and stopped', {
  timeout: 240_000,
}, async () => {
  await unpackRealSources(join(cli.folder, 'sources'));
  const tasks = sourceTasks(LEASE);
  await writeFile(join(cli.folder, 'tasks.jsonl'), tasks.map((task) => `${JSON.stringify(task)}\n`).join(''));

  const alone = await workAlone();

  const store = { AGENTCOORD_HOME: join(cli.folder, 'store-of-six'), PATH };
  expect((await cli.run(['tasks', 'import', 'tasks.jsonl'], { environment: store })).stderr).toBe('');
  const events = follow(store);
  const start = (name: string, environment = {}) =>
    cli.start(['worker', '--name', name], { environment: { ...store, ...environment } });
  const killed = ['W4', 'W5'].map((name) =>
    start(name, { AGENTCOORD_CRASH_POINT: 'command-started:4:kill' }),
  );
  const stopped = start('W6', { AGENTCOORD_CRASH_POINT: 'task-claimed:3:stop' });
  // The others begin when these have: on a busy machine they would be done before these have got to their points.
  await Promise.all(['W4', 'W5', 'W6'].map((name) => events.claimOf(name, 1)));
  const lively = ['W1', 'W2', 'W3'].map((name) => start(name));

  const lost = await events.claimOf('W6', 3);
  await events.until((event) => event.type === 'task-completed' && event.entity === lost);
  stopped.kill('SIGCONT');
  await events.completionsOf(tasks);
  for (const worker of [...lively, stopped]) worker.kill('SIGTERM');
  events.end();

  expect(await Promise.all(killed.map(async (worker) => (await worker.ended).code))).toEqual([null, null]);
  expect(await Promise.all(lively.map(async (worker) => (await worker.ended).code))).toEqual([0, 0, 0]);
  expect((await stopped.ended).stderr).toContain('lost');
  expect(events.completions()).toEqual(new Map(tasks.map((task) => [`task/${task.id}`, 1])));
  expect(await results(store)).toEqual(alone);
});

async function workAlone(): Promise<Map<string, unknown>> {
  const store = { AGENTCOORD_HOME: join(cli.folder, 'store-of-one'), PATH };
  const imported = await cli.run(['tasks', 'import', 'tasks.jsonl', '--json'], { environment: store });
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  const end = await cli.run(['worker', '--until-idle', '--json'], { environment: store });
  expect(end.json().data).toMatchObject({ completed: 200, failed: 0 });
  return results(store);
}

async function results(environment: Record<string, string>): Promise<Map<string, unknown>> {
  const end = await cli.run(['tasks', 'list', '--limit', '1000', '--json'], { environment });
  const { tasks } = end.json().data as { tasks: DoneTask[] };
  return new Map(
    tasks.map(({ id, state, result }) => [
      id,
      { state, exitCode: result?.exitCode, stdout: result?.output.stdout },
    ]),
  );
}

/** The events of the store as they come, through the command that shows them. */
function follow(environment: Record<string, string>) {
  const running: RunningCli = cli.start(['events', '--follow', '--after', '0', '--json'], { environment });
  const seen: StoreEvent[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: running.child.stdout }).on('line', (line) => {
    seen.push((JSON.parse(line) as { data: StoreEvent }).data);
    for (const look of waiting) look();
  });

  function found<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const value = find();
        if (value === undefined) return;
        waiting.delete(look);
        resolve(value);
      };
      waiting.add(look);
      look();
    });
  }

  function completions(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const event of seen) {
      if (event.type === 'task-completed') counts.set(event.entity, (counts.get(event.entity) ?? 0) + 1);
    }
    return counts;
  }

  return {
    completions,
    until: (is: (event: StoreEvent) => boolean) => found(() => seen.find(is)),
    claimOf: (worker: string, nth: number) =>
      found(() => {
        const claims = seen.filter(
          ({ type, fields }) => type === 'task-claimed' && fields.claim?.worker.startsWith(`${worker}#`),
        );
        return claims[nth - 1]?.entity;
      }),
    completionsOf: (tasks: readonly SourceTask[]) =>
      found(() => (completions().size === tasks.length ? true : undefined)),
    end: () => running.kill('SIGINT'),
  };
}
