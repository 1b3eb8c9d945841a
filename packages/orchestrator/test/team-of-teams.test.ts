import { WorkerSpawner } from '@agentcoord/spawner';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readTeamTree } from '../src/index.js';
import { runBigTeam, violationsOf } from './support/big-team.js';
import { coordinatorOn } from './support/crew.js';
import { falseAlarms } from './support/crowded-team.js';
import { MemberProcess, memberProgram } from './support/members.js';
import { fileStore, teamStores } from './support/team-stores.js';
import { until } from './support/until.js';

/** Starting processes takes its time on a busy machine; nothing is concluded from how long. */
const PROCESSES_MS = 180_000;
const TIMES = { leadFor: '1s', deadAfter: '5s' } as const;

describe.each(teamStores())('a team of processes on $store', ({ missing, open }) => {
  it.skipIf(missing)(
    'of three levels does every task once, though a lead and two workers are killed',
    async () => {
      const team = {
        leads: 2,
        workersEach: 2,
        tasks: 16,
        taskMs: 150,
        together: true,
        withinMs: PROCESSES_MS / 3,
      };
      expect(violationsOf(await runBigTeam(await open(), team), team)).toEqual([]);
    },
    PROCESSES_MS,
  );

  it.skipIf(missing)(
    'goes on without its coordinator, and the next one of that name finds its workers',
    async () => {
      const store = await open();
      const { storage, address, cwd } = store;
      const main = { kind: 'coordinator', name: 'Main', tasks: 12, wave: 12 } as const;
      const first = MemberProcess.start({ address, cwd, members: [main], times: TIMES });
      onTestFinished(() => first.kill());
      await first.says(({ leads }) => leads === true);
      const spawner = new WorkerSpawner({
        storage,
        cwd,
        logFolder: cwd,
        program: memberProgram(),
        environment: { TEAM_STORE: address, TEAM_TIMES: JSON.stringify(TIMES) },
        spawnedBy: 'Main',
      });
      onTestFinished(async () => {
        await spawner.stopAll();
        await spawner.close();
      });
      await Promise.all([
        spawner.spawnWorker({ name: 'W-1', parent: 'Main' }),
        spawner.spawnWorker({ name: 'W-2', parent: 'Main' }),
      ]);
      await first.kill();
      const done = async () => (await readTeamTree(storage)).teams[0]?.tasks.completed ?? 0;
      const before = await done();
      await until('they go on', async () => (await done()) > before || before === 12, PROCESSES_MS / 3);
      const second = coordinatorOn(store, { name: 'Main', ...TIMES, spawner });
      await second.coordinator.start();
      expect(second.events).toContainEqual({
        type: 'leading',
        why: expect.stringMatching(/^Main#\S+ \(process \d+ on .+\) gave no sign for 1s$/),
        adopted: ['W-1', 'W-2'],
      });
      const end = await second.coordinator.runOrchestrationLoop({ interval: 100, stopWhenDone: true });
      expect(end).toMatchObject({ ended: 'done', progress: { tasks: { completed: 12 }, agents: 2 } });
      expect((await spawner.list()).map(({ state }) => state)).toEqual(['running', 'running']);
    },
    PROCESSES_MS,
  );
});

it(
  'whose lead dies without a standby is given a successor, asked for once',
  async () => {
    const store = await fileStore();
    const { address, cwd } = store;
    const asked: string[] = [];
    const successor = coordinatorOn(store, { name: 'Lead', parent: 'CTO', ...TIMES });
    const cto = coordinatorOn(store, {
      name: 'CTO',
      ...TIMES,
      async respawnLead({ name }) {
        asked.push(name);
        await successor.coordinator.start();
      },
    });
    await cto.coordinator.start();
    const lead = { kind: 'coordinator', name: 'Lead', parent: 'CTO' } as const;
    const doomed = MemberProcess.start({ address, cwd, members: [lead], times: TIMES });
    onTestFinished(() => doomed.kill());
    await doomed.says(({ leads }) => leads === true);
    const stop = new AbortController();
    const looping = cto.coordinator.runOrchestrationLoop({ interval: 100, signal: stop.signal });
    await doomed.kill();
    await until(
      'a successor leads',
      async () => cto.events.some(({ type }) => type === 'settled'),
      PROCESSES_MS / 3,
    );
    stop.abort();
    await looping;
    expect(asked).toEqual(['Lead']);
    expect((await readTeamTree(store.storage)).teams[0]?.teams).toMatchObject([
      { lead: { state: 'leading' } },
    ]);
  },
  PROCESSES_MS,
);

it(
  'has one leader also when the first one was only stopped: it stands by when it goes on',
  async () => {
    const store = await fileStore();
    const { address, cwd } = store;
    const main = { kind: 'coordinator', name: 'Main' } as const;
    const first = MemberProcess.start({ address, cwd, members: [main], times: TIMES });
    onTestFinished(() => first.kill());
    await first.says(({ leads }) => leads === true);
    const second = coordinatorOn(store, { name: 'Main', ...TIMES });
    const starting = second.coordinator.start();
    await until('it stands by', async () => second.events.some(({ type }) => type === 'standby'));
    process.kill(first.pid, 'SIGSTOP');
    await starting;
    process.kill(first.pid, 'SIGCONT');
    await first.says(({ type }) => type === 'lead-lost');
    await first.says(({ type }) => type === 'standby');
    expect(second.coordinator.signal.aborted).toBe(false);
    const [team] = (await readTeamTree(store.storage)).teams;
    expect(team?.lead).toMatchObject({ state: 'leading', pid: process.pid, standby: 1 });
  },
  PROCESSES_MS,
);

it(
  'raises no alarm on a machine that has four times as much to do as it can',
  async () => {
    expect(await falseAlarms(await fileStore(), { workers: 3, rounds: 6 })).toEqual([]);
  },
  PROCESSES_MS,
);

it('is judged by a judge that can say no', () => {
  const team = { leads: 1, workersEach: 1, tasks: 2, taskMs: 1, together: true, withinMs: 1 };
  const found = {
    completed: 2,
    completions: new Map([
      ['task/1', 2],
      ['task/2', 1],
    ]),
    terms: 1,
    audit: [{ type: 'agent-reaped', context: 'agent W-1' }],
    killedWorkers: ['W-1', 'W-2'],
    problems: 1,
  };
  expect(violationsOf(found, team)).toEqual([
    'task/1 was completed 2 times',
    'nobody took over from the lead that was killed',
    'the audit log does not tell why its successor leads',
    'the audit log does not know the end of W-2',
    'no task of a killed worker was given back',
    '1 matters are open at the end',
  ]);
});
