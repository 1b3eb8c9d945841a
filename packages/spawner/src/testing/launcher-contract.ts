import { strict as assert } from 'node:assert';
import type { Storage } from '@agentcoord/core';
import type { Launcher } from '../launcher/launcher.js';
import { readLog } from '../log/read-log.js';
import { WorkerRecords } from '../record/worker-records.js';
import type { WorkerSpawner } from '../worker-spawner.js';

/** What a launcher is tried with: workers that run `agentcoord worker`, and a store that they reach. */
export interface LauncherBench {
  launcher: Launcher;
  storage: Storage;
  /** Spawns by the launcher alone. */
  spawner: WorkerSpawner;
  /** As another process has it: over the same store, with a launcher of its own. */
  another(): WorkerSpawner;
  /** Adds a task that runs this command, and resolves when it has ended. */
  work(command: string): Promise<{ state: string; worker?: string }>;
  /** What is in a file, perhaps after what was written has arrived there. */
  logHas(logFile: string, text: string): Promise<void>;
  /**
   * Breaks off what the launcher has open to where its workers run, such as the stream of a log or the wait for an end,
   * and resolves once that was noticed. Left out where there is nothing between the two that could break.
   */
  cut?(): Promise<void>;
}

export interface LauncherCase {
  name: string;
  run(bench: LauncherBench): Promise<void>;
}

/** Every launcher passes these; each takes a bench of its own. `node:assert` throws, so any test runner will do. */
export const launcherContract: readonly LauncherCase[] = [
  {
    name: 'a worker registers, works on the queue, and is listed with where it runs',
    async run({ spawner, launcher, work, logHas }) {
      const { mode } = launcher;
      const worker = await spawner.spawnWorker({ name: 'One', tags: ['contract'], mode });
      assert.equal(worker.state, 'running');
      assert.deepEqual(await work('exit 0'), { state: 'completed', worker: 'One' });
      const [listed] = await spawner.list();
      assert.deepEqual([listed?.name, listed?.state, listed?.mode], ['One', 'running', mode]);
      assert.equal(await launcher.isAlive(worker.handle ?? {}), 'running');
      await logHas(worker.logFile, 'worker started');
    },
  },
  {
    name: 'a worker that is asked to end ends by itself, says so in its log, and nothing is left',
    async run({ spawner, launcher, logHas }) {
      const worker = await spawner.spawnWorker({ name: 'One', mode: launcher.mode });
      assert.equal((await spawner.stop('One', { grace: '30s' })).outcome, 'stopped');
      assert.equal(await launcher.isAlive(worker.handle ?? {}), 'gone');
      assert.equal(await launcher.find?.(worker.id), undefined);
      assert.equal((await spawner.list()).at(0)?.state, 'exited');
      await logHas(worker.logFile, 'worker leaves');
      assert.equal((await spawner.stop('One')).outcome, 'already_gone');
    },
  },
  {
    name: 'a worker that gets no time is killed, and its name is free',
    async run({ spawner, launcher }) {
      const { mode } = launcher;
      await spawner.spawnWorker({ name: 'One', mode });
      const { outcome, killed } = await spawner.stop('One', { grace: 0 });
      // What is quick enough may still have ended by itself.
      assert.ok(outcome === 'killed' ? killed >= 1 : outcome === 'stopped', outcome);
      const next = await spawner.spawnWorker({ name: 'One', mode });
      assert.equal(next.state, 'running');
    },
  },
  {
    name: 'another process finds a worker whose spawner died before it wrote down where it is, and stops it',
    async run({ spawner, launcher, storage, another }) {
      const worker = await spawner.spawnWorker({ name: 'One', mode: launcher.mode });
      await spawner.close();
      // Where a launcher cannot look for it, the record that a living spawner left is all there is.
      const lost = { state: 'starting' as const, handle: undefined, pid: undefined };
      if (launcher.find) await new WorkerRecords(storage).change(worker, () => lost);
      await using other = another();
      const [adopted] = await other.adopt();
      assert.deepEqual([adopted?.id, adopted?.state], [worker.id, 'running']);
      assert.equal((await other.stop('One', { grace: '30s' })).outcome, 'stopped');
      assert.equal(await launcher.isAlive(worker.handle ?? {}), 'gone');
    },
  },
  {
    name: 'a worker that cannot start is reported with the end of its log, and nothing is left',
    async run({ spawner, launcher }) {
      const { mode } = launcher;
      const failed = spawner.spawnWorker({ name: 'One', mode, engine: 'no-such-engine' });
      await assert.rejects(failed, (error: Error & { code?: string }) => {
        assert.equal(error.code, 'spawn_failed');
        assert.match(error.message, /--engine/);
        return true;
      });
      const [record] = await spawner.list();
      assert.equal(record?.state, 'exited');
      assert.equal(await launcher.isAlive(record?.handle ?? {}), 'gone');
    },
  },
  {
    name: 'a worker that is stopped while it starts never runs, and its name is free',
    async run({ spawner, launcher, storage, another }) {
      const { mode } = launcher;
      const starting = spawner.spawnWorker({ name: 'One', mode }).catch((error: unknown) => error);
      const records = new WorkerRecords(storage);
      while (!(await records.get('One'))) await new Promise((resolve) => setTimeout(resolve, 1));
      await using other = another();
      const { id, outcome } = await other.stop('One', { grace: '30s' });
      assert.notEqual(outcome, 'still_running');
      const ending = await starting;
      // What was quicker than the stop was a worker, and has been stopped as one.
      if (ending instanceof Error) assert.match(String(Reflect.get(ending, 'code')), /conflict|spawn_failed/);
      assert.equal(await launcher.find?.(id), undefined);
      const [record] = await other.list();
      assert.ok(record?.state === 'failed' || record?.state === 'exited', record?.state);
      if (record.handle) assert.equal(await launcher.isAlive(record.handle), 'gone');
      assert.equal((await spawner.spawnWorker({ name: 'One', mode })).state, 'running');
    },
  },
  {
    name: 'a worker whose followers were cut off goes on, and its end is still seen',
    async run({ spawner, launcher, work, logHas, cut }) {
      const { mode } = launcher;
      const worker = await spawner.spawnWorker({ name: 'One', mode });
      await logHas(worker.logFile, 'worker started');
      await cut?.();
      assert.equal(await launcher.isAlive(worker.handle ?? {}), 'running');
      assert.deepEqual(await work('exit 0'), { state: 'completed', worker: 'One' });
      assert.equal((await spawner.list()).at(0)?.state, 'running');
      assert.equal((await spawner.stop('One', { grace: '30s' })).outcome, 'stopped');
      await logHas(worker.logFile, 'worker leaves');
      const starts = (await readLog(worker.logFile, 10_000)).filter((line) =>
        line.includes('worker started'),
      );
      assert.equal(starts.length, 1);
    },
  },
  {
    name: 'a secret of a worker is in no record and no log',
    async run({ spawner, launcher, storage, logHas }) {
      const environment = { CONTRACT_TOKEN: 'canary-4f7a1c' };
      const { mode } = launcher;
      const worker = await spawner.spawnWorker({ name: 'One', mode, environment, restart: 'always' });
      await logHas(worker.logFile, 'worker started');
      const { records } = await storage.records.list({ collection: 'workers', limit: 100 });
      assert.ok(!JSON.stringify([worker, records]).includes('canary-4f7a1c'));
    },
  },
];
