import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { setUpCli } from './support/cli.js';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const bench = setUpCli();

// Before the bench takes its folder away: whoever is left after a test that failed.
afterEach(async () => {
  await bench.run(['stop', '--all', '--grace', '0s']);
});

async function importTasks(count: number, command: string): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({ title: `task ${index}`, payload: { command } }),
  );
  const { code } = await bench.run(['tasks', 'import', '-'], { stdin: lines.join('\n') });
  expect(code).toBe(0);
}

async function configure(autoscale: object): Promise<void> {
  await mkdir(join(bench.folder, '.agentcoord'), { recursive: true });
  await writeFile(join(bench.folder, '.agentcoord', 'config.json'), JSON.stringify({ autoscale }));
}

describe('agentcoord autoscale', () => {
  test('its workers run where and with what the flags of spawn say', async () => {
    await importTasks(1, 'sleep 0.1');
    const flags = ['--max-workers', '1', '--tasks-per-worker', '1', '--memory', '1g', '--open-files', '256'];
    expect((await bench.run(['autoscale', '--once', ...flags])).code).toBe(0);
    expect((await bench.run(['workers', '--json'])).json().data).toMatchObject({
      workers: [{ name: 'autoscaler-1', limits: { memory: 1024 ** 3, openFiles: 256 } }],
    });
    expect(await bench.run(['autoscale', '--once', '--memory', '1k'])).toMatchObject({ code: 2 });
  });

  test('starts workers for what waits, which leave when all is done; each look is a line of JSON', async () => {
    await importTasks(4, 'sleep 0.2');
    const running = bench.start([
      'autoscale',
      '--json',
      '--max-workers',
      '2',
      '--tasks-per-worker',
      '2',
      '--interval',
      '200ms',
      '--cooldown',
      '500ms',
    ]);
    try {
      await running.printed('stdout', '"started":["autoscaler-1","autoscaler-2"]');
      await running.printed('stdout', '"retired":["autoscaler-');
      await expect
        .poll(async () => (await bench.run(['workers', '--json'])).json().data, { timeout: 60_000 })
        .toMatchObject({ workers: [{ state: 'exited' }, { state: 'exited' }] });
    } finally {
      running.kill('SIGINT');
    }
    const { stdout, code } = await running.ended;
    expect(code).toBe(130);
    for (const line of stdout.trimEnd().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ command: 'autoscale', ok: true, data: { kind: 'round' } });
    const { tasks } = (await bench.run(['tasks', '--json'])).json().data as {
      tasks: Array<{ state: string; attempts: number }>;
    };
    expect(tasks.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(Array(4).fill('completed 1'));
  });

  test('with --drain Ctrl-C lets its workers leave, and without it they go on', async () => {
    const once = ['autoscale', '--once', '--min-workers', '1', '--json'];
    expect((await bench.run(once)).json().data).toMatchObject({ role: 'leader', started: ['autoscaler-1'] });
    await expect
      .poll(async () => (await bench.run(['workers', '--json'])).json().data, { timeout: 60_000 })
      .toMatchObject({ workers: [{ activity: { state: 'idle' } }] });
    const running = bench.start(['autoscale', '--min-workers', '1', '--drain']);
    await running.printed('stdout', 'as now');
    running.kill('SIGINT');
    const { stderr } = await running.ended;
    expect(stderr).toContain('Asked to leave when they have no task: autoscaler-1');
    await expect
      .poll(async () => (await bench.run(['workers', '--json'])).json().data, { timeout: 60_000 })
      .toMatchObject({ workers: [{ state: 'exited' }] });
  });

  test('a dry run says what it would do and why, by the configuration file and the flags over it', async () => {
    await configure({ maxWorkers: 3, pools: [{ tags: ['backend'], tasksPerWorker: 1 }, { name: 'rest' }] });
    await importTasks(9, 'true');
    const dry = await bench.run(['autoscale', '--once', '--dry-run', '--tasks-per-worker', '3']);
    expect(dry.stdout).toBe(
      'backend: 0 workers, as now (0 tasks at 1 a worker ask for 0).\n' +
        'rest: 3 workers, 3 more than now (9 tasks at 3 a worker ask for 3).\n' +
        'Nothing was done: this is a dry run.\n',
    );
    expect((await bench.run(['workers', '--json'])).json().data).toEqual({ workers: [] });
  });

  test('refuses what it does not understand, naming it', async () => {
    const few = await bench.run(['autoscale', '--once', '--max-workers', 'many']);
    expect([few.code, few.stderr]).toEqual([2, expect.stringContaining('--max-workers')]);
    const order = await bench.run(['autoscale', '--once', '--max-workers', '1', '--min-workers', '2']);
    expect([order.code, order.stderr]).toEqual([2, expect.stringContaining('minWorkers')]);
    await configure({ pools: [{ tags: ['a'], most: 3 }] });
    const key = await bench.run(['autoscale', '--once']);
    expect(key.code).not.toBe(0);
    expect(key.stderr).toContain('autoscale.pools[0].most');
  });
});

describe('agentcoord metrics', () => {
  test('prints what Prometheus reads, the same as JSON, and answers scrapes of this machine only', async () => {
    await importTasks(2, 'true');
    await bench.run(['worker', '--until-idle']);
    const { stdout, code } = await bench.run(['metrics']);
    expect(code).toBe(0);
    expect(stdout).toContain('\nagentcoord_tasks{state="completed"} 2\n');
    expect(stdout).toContain('\nagentcoord_task_claim_latency_seconds_count 2\n');
    const { metrics } = (await bench.run(['metrics', '--json'])).json().data as {
      metrics: Array<{ name: string }>;
    };
    expect(metrics.map(({ name }) => name)).toContain('agentcoord_task_claim_latency_seconds');

    const running = bench.start(['metrics', '--serve', '0']);
    await running.printed('stdout', '/metrics');
    const { stdout: said } = running.texts;
    const url = /http:\/\/127\.0\.0\.1:\d+\/metrics/.exec(said)?.[0] ?? '';
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect(await answer.text()).toContain('agentcoord_tasks{state="completed"} 2');
    expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
  });
});
