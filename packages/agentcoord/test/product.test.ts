import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { expect, onTestFinished, test } from 'vitest';
import {
  AgentCoordError,
  CoordinationClient,
  CoordinatorAgent,
  type Task,
  WorkerAgent,
} from '../src/index.js';
import { temporaryRepository } from './support/temporary-repository.js';

const missing = redisMissing();

test('the lines that the product promises run as they are written, on the file store', () =>
  runTheLines('none'));

test.skipIf(missing)(`and on Redis${missing ? ` (skipped: ${missing})` : ''}`, async () => {
  const server = await startRedisServer();
  onTestFinished(() => server.remove());
  await runTheLines(`unix://${server.socketPath}`);
});

test('the lines of a coordinator and of a worker run as they are written', async () => {
  const setting = { cwd: temporaryRepository(), environment: {}, redisUrl: 'none' };
  await using coordinator = new CoordinatorAgent({ name: 'MainCoordinator', ...setting });
  await coordinator.start();
  const payload = { command: 'echo done' };
  await coordinator.createTasks([{ title: 'Implement auth', priority: 5, tags: ['backend'], payload }]);
  const worker = new WorkerAgent({ name: 'Backend-Worker', tags: ['backend'], ...setting });
  onTestFinished(() => worker.stop());
  await worker.start();
  await coordinator.broadcastMessage({ title: 'Kickoff', message: 'Tasks are ready', priority: 'high' });
  const working = worker.runWorkerLoop({ pollInterval: '5s' });
  // Of the product's line only how it ends is different: it would watch for ever.
  const line = { interval: '30s', autoApprove: true } as const;
  const watching = coordinator.runOrchestrationLoop(line);
  const tasks: Task[] = [];
  for await (const task of coordinator.tasks()) tasks.push(task);
  const [task] = tasks;
  expect(await coordinator.client.queue.waitFor(task?.id ?? '')).toMatchObject({
    state: 'completed',
    result: { worker: 'Backend-Worker' },
  });
  expect((await worker.client.inbox()).messages).toMatchObject([{ title: 'Kickoff' }]);
  await Promise.all([worker.stop(), coordinator.stop()]);
  expect(await working).toMatchObject({ completed: 1 });
  expect(await watching).toMatchObject({ ended: 'stopped' });
});

async function runTheLines(redisUrl: string): Promise<void> {
  const cwd = temporaryRepository();
  await using operator = await CoordinationClient.open({ cwd, environment: {}, redisUrl });
  const { id } = await operator.addTask({ title: 'Implement auth', priority: 5, tags: ['backend'] });

  await using coord = await CoordinationClient.session({
    cwd,
    environment: {},
    redisUrl,
    role: 'Engineer',
    name: 'Agent-1',
    workingOn: 'Building features',
  });
  {
    await using lock = await coord.lockFile('backend/main.ts', { intent: 'Add /health endpoint' });
    expect(lock.signal.aborted).toBe(false);
    expect(await operator.tryLockFile('backend/main.ts')).toBeUndefined();
  }
  {
    await using task = await coord.claimTask({ tags: ['backend'] });
    if (task) await task.complete({ summary: `did ${task.title}` });
  }
  await coord.postThread({ title: 'Deployment complete', message: 'Backend v2.0 is out', priority: 'high' });
  await coord.logDecision({ type: 'deployment', context: 'Backend v2.0', reason: 'Tests pass' });
  const [approval] = await Promise.all([
    coord.requestApproval({ action: 'deploy', description: 'Deploy v2.0', timeout: '10m' }),
    approveTheNext(operator),
  ]);

  expect(approval).toMatchObject({ status: 'approved', by: 'operator', reason: 'go' });
  expect(await operator.queue.get(id)).toMatchObject({
    state: 'completed',
    result: { summary: 'did Implement auth' },
  });
  expect(await operator.locks.list()).toEqual([]);
  expect((await operator.board.list()).threads).toMatchObject([
    { title: 'Deployment complete', priority: 'high', author: 'Agent-1' },
  ]);
  expect(await operator.audit.list({ type: 'deployment' })).toMatchObject([{ reason: 'Tests pass' }]);
}

async function approveTheNext({ approvals, storage }: CoordinationClient): Promise<void> {
  await using listener = await storage.signals.listen({ channels: ['record/approvals'] });
  for (;;) {
    const [pending] = await approvals.list({ pending: true });
    if (pending) return void (await approvals.approve(pending.id, { reason: 'go' }));
    await listener.next({ timeoutMs: 1_000 });
  }
}

test('errors are told apart by their code', async () => {
  const cwd = temporaryRepository();
  const redis = { redisUrl: 'redis://127.0.0.1:1', fallback: 'off' } as const;
  const refused = CoordinationClient.session({ cwd, environment: {}, ...redis });
  const error = await refused.catch((thrown: unknown) => thrown);
  expect(AgentCoordError.is(error, 'storage_unavailable')).toBe(true);
});
