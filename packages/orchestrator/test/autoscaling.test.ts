import { describe, expect, test } from 'vitest';
import { oneLeaderAtATime } from './support/one-leader.js';
import { setUpScaling } from './support/scaling.js';

const fast = { cooldown: '1s', leaderTtl: '1s' } as const;

/** Nobody was stopped at work: every task was done in its first try. */
async function allDoneOnce(queue: {
  list(filter: object): Promise<{ tasks: Array<{ attempts: number; state: string }> }>;
}) {
  const { tasks } = await queue.list({ limit: 1_000 });
  return tasks.every(({ attempts, state }) => state === 'completed' && attempts === 1);
}

describe('under a recorded load', () => {
  test('burst, drain, burst, nothing: within the maximum, at once, nobody stopped at work, down to zero', async () => {
    const { start, queue, addTasks, mostWorkers } = await setUpScaling();
    const running = start({ maxWorkers: 3, tasksPerWorker: 4, ...fast });
    const targets: number[] = [];
    for (const burst of [20, 12]) {
      await running.next(({ pools }) => pools[0]?.present === 0);
      await addTasks(burst, { ms: 150 });
      const grown = await running.next(({ started }) => started.length > 0);
      targets.push(grown.started.length);
      await running.next(({ pools }) => pools[0]?.present === 0 && pools[0].staff.leaving === 0);
    }
    await running.end('SIGTERM');
    // The first round that saw the burst started all that it asks for.
    expect(targets).toEqual([3, 3]);
    expect(await mostWorkers()).toBe(3);
    expect(await allDoneOnce(queue)).toBe(true);
    // Up once and down once for each burst.
    const changes = running.rounds.filter(({ started }) => started.length > 0);
    expect(changes).toHaveLength(2);
    const { failures } = running.rounds.find((round) => round.failures.length > 0) ?? { failures: [] };
    expect(failures).toEqual([]);
  });

  test('a name that a person gave to a worker of their own is left to that one, and no reason to start nobody', async () => {
    const { scaler, spawner, addTasks } = await setUpScaling();
    await spawner.spawnWorker({ name: 'autoscaler-1', tags: ['theirs'] });
    await addTasks(2, { ms: 100 });
    const round = await scaler({ maxWorkers: 2, tasksPerWorker: 1 }).runRound();
    expect(round.started).toEqual(['autoscaler-2']);
    // There are only two names, and that is said.
    expect(round.failures).toMatchObject([{ code: 'conflict' }]);
  });

  test('sabotage: with workers stopped instead of drained, a working one is stopped', async () => {
    const { scaler, spawner, queue, addTasks, openGate } = await setUpScaling();
    const stopping = scaler({
      maxWorkers: 2,
      tasksPerWorker: 1,
      cooldown: 0,
      retire: async ({ worker }) => {
        await spawner.stop(worker.id, { grace: 0 });
        return true;
      },
    });
    const byDraining = scaler({ maxWorkers: 1, tasksPerWorker: 1, cooldown: 0 });
    const byStopping = scaler({
      maxWorkers: 1,
      tasksPerWorker: 1,
      cooldown: 0,
      retire: async ({ worker }) => {
        await spawner.stop(worker.id, { grace: 0 });
        return true;
      },
    });
    await addTasks(2, { gated: true });
    await stopping.runRound();
    const working = async (): Promise<number> => (await queue.stats()).counts.claimed;
    await expect.poll(working, { timeout: 60_000 }).toBe(2);
    await stopping.close();
    // One too many, and both work.
    expect((await byDraining.runRound()).retired).toHaveLength(1);
    await byDraining.close();
    expect((await queue.stats()).counts.claimed).toBe(2);
    await openGate();
    const left = async () => (await queue.stats()).counts.completed;
    await expect.poll(left, { timeout: 60_000 }).toBe(2);
    expect(await allDoneOnce(queue)).toBe(true);

    // One that is still leaving takes a place.
    const running = async () => (await spawner.list()).filter(({ state }) => state === 'running').length;
    await expect.poll(running, { timeout: 60_000 }).toBe(1);
    await addTasks(2, { ms: 60_000 });
    const again = scaler({ maxWorkers: 2, tasksPerWorker: 1, cooldown: 0 });
    await again.runRound();
    await expect.poll(working, { timeout: 60_000 }).toBe(2);
    await again.close();
    expect((await byStopping.runRound()).retired).toHaveLength(1);
    expect((await queue.stats()).counts.claimed).toBe(1);
    expect(await allDoneOnce(queue)).toBe(false);
  });
});

describe('two autoscalers of one name', () => {
  test('act as one, also while the leader is stopped and when it goes on', async () => {
    const { start, addTasks, queue, mostWorkers } = await setUpScaling();
    const options = { maxWorkers: 3, tasksPerWorker: 4, ...fast };
    const first = start(options);
    const leads = await first.next(({ role }) => role === 'leader');
    const second = start(options);
    await second.next(({ role, leader }) => role === 'standby' && leader !== undefined);
    await first.freeze();
    await addTasks(12, { ms: 300 });
    const takenOver = await second.next(({ role }) => role === 'leader');
    expect(takenOver.fence).toBeGreaterThan(leads.fence ?? Number.POSITIVE_INFINITY);
    first.child.kill('SIGCONT');
    await first.next(({ role }) => role === 'standby');
    await second.next(
      ({ pools }) => pools[0]?.present === 0 && pools[0].staff.leaving === 0 && pools[0].load.waiting === 0,
    );
    expect(oneLeaderAtATime([...first.rounds, ...second.rounds])).toBe(true);
    expect(await mostWorkers()).toBe(3);
    expect(await allDoneOnce(queue)).toBe(true);
  });

  test('a successor adopts the workers of a leader that was killed, and sends them away in the end', async () => {
    const { start, addTasks, queue, spawner, mostWorkers } = await setUpScaling();
    const options = { maxWorkers: 2, tasksPerWorker: 1, ...fast };
    const first = start(options);
    await first.next(({ role }) => role === 'leader');
    await addTasks(4, { ms: 400 });
    await first.next(({ pools }) => pools[0]?.staff.working === 2);
    await first.end('SIGKILL');
    const before = (await spawner.list()).map(({ id }) => id).sort();
    const second = start(options);
    await second.next(({ role, pools }) => role === 'leader' && pools[0]?.present === 2);
    await second.next(
      ({ pools }) => pools[0]?.present === 0 && pools[0].staff.leaving === 0 && pools[0].load.waiting === 0,
    );
    expect((await spawner.list()).map(({ id, state }) => [id, state]).sort()).toEqual(
      before.map((id) => [id, 'exited']),
    );
    expect(await mostWorkers()).toBe(2);
    expect(await allDoneOnce(queue)).toBe(true);
  });

  test('sabotage: without the lease of the leader, two lead at once', async () => {
    const { start } = await setUpScaling();
    const running = [1, 2].map(() => start({ maxWorkers: 0, ...fast }, { LEASE: 'off' }));
    for (const one of running) await one.next(({ role }) => role === 'leader');
    const [first, second] = running;
    await first?.next(({ role }) => role === 'leader');
    await second?.next(({ role }) => role === 'leader');
    await first?.next(({ role }) => role === 'leader');
    expect(oneLeaderAtATime(running.flatMap(({ rounds }) => rounds))).toBe(false);
  });
});

describe('one round', () => {
  test('gives each pool the workers its own tasks ask for, and lets those of a dropped pool leave', async () => {
    const { scaler, addTasks, spawner } = await setUpScaling();
    await addTasks(3, { tags: ['backend'], ms: 60_000 });
    await addTasks(1, { tags: ['docs'] });
    const pools = [{ tags: ['backend'], tasksPerWorker: 2 }, { tags: ['docs'] }];
    const two = scaler({ pools, maxWorkers: 5, ...fast });
    const { pools: steps, started } = await two.runRound();
    expect(steps.map(({ pool, target }) => [pool, target])).toEqual([
      ['backend', 2],
      ['docs', 1],
    ]);
    expect(started).toHaveLength(3);
    await two.close();
    const one = scaler({ pools: [{ tags: ['backend'] }], maxWorkers: 5, ...fast });
    const workers = await spawner.list();
    const docs = workers.filter(({ tags }) => tags.includes('docs')).map(({ name }) => name);
    expect(docs).toHaveLength(1);
    const backend = started.filter((name) => !docs.includes(name)).sort();
    // Whoever is still starting cannot be asked, and a round that lost its lease says nothing: the next one asks again.
    const left = async () => {
      await one.runRound();
      const workers = await spawner.list();
      return workers.filter(({ state }) => state === 'running').map(({ name }) => name);
    };
    await expect.poll(async () => (await left()).sort(), { timeout: 60_000 }).toEqual(backend);
  });

  test('a dry run and an explanation change nothing', async () => {
    const { scaler, addTasks, spawner, storage } = await setUpScaling();
    await addTasks(7);
    const dry = scaler({ maxWorkers: 4, tasksPerWorker: 2 });
    const { pools, role } = await dry.explain();
    expect(role).toBe('dry-run');
    expect(pools[0]).toMatchObject({
      target: 4,
      explanation: 'any: 4 workers, 4 more than now (7 tasks at 2 a worker ask for 4).',
    });
    expect(await spawner.list()).toEqual([]);
    expect((await storage.records.list({ collection: 'autoscalers' })).records).toEqual([]);
    expect((await storage.leases.inspect({ under: 'autoscaler' })).grants).toEqual([]);
  });

  test('workers that die at once are started ever more rarely, and then not at all, until the crashes are forgotten', async () => {
    const { scaler, addTasks, spawner } = await setUpScaling();
    await addTasks(50);
    const loop = scaler({ maxWorkers: 2, maxCrashes: 4, crashPause: 0 }, { BEHAVIOUR: 'dies' });
    const starts: number[] = [];
    const ended: string[] = [];
    const givenUp = async () =>
      (await loop.explain()).pools[0]?.reasons.some(({ code }) => code === 'crashes_given_up');
    const running = async () =>
      (await spawner.list()).some(({ state }) => state === 'starting' || state === 'running');
    for (let round = 0; round < 6; round += 1) {
      const { pools, crashed } = await loop.runRound();
      starts.push(pools[0]?.start ?? 0);
      ended.push(...crashed.map(({ name }) => name));
      await expect.poll(running, { timeout: 60_000 }).toBe(false);
    }
    expect(starts).toEqual([2, 1, 1, 0, 0, 0]);
    expect(ended).toHaveLength(4);
    expect(await givenUp()).toBe(true);
    await loop.forgetCrashes();
    expect((await loop.explain()).pools[0]?.start).toBe(2);
  });
});
