import { type Configuration, CoordinationClient } from '@agentcoord/client';
import type { Task } from '@agentcoord/core';
import type { CommandCall } from '../command-context.js';
import { countCompletions } from './completions.js';
import type { DemoProject } from './demo-project.js';
import { startWorkers } from './demo-workers.js';
import { followTasks } from './follow-tasks.js';
import { type LockWait, LockWaits } from './lock-waits.js';
import { showProgress } from './progress-line.js';
import { runProjectTests, type TestCounts } from './project-tests.js';
import { reportTask, type TaskReport } from './task-report.js';

export interface DemoSummary {
  /** Every task completed once, by a worker process, and the project's own tests pass. */
  ok: boolean;
  /** What is not as it should be; empty when `ok`. */
  problems: string[];
  provider: 'replay' | 'anthropic';
  tasks: TaskReport[];
  lockWaits: LockWait[];
  testsBefore: TestCounts;
  testsAfter: TestCounts;
  tookMs: number;
}

/** Files the work as tasks, starts the workers, follows them to the end, and checks what really happened. */
export async function runDemo(
  call: CommandCall,
  project: DemoProject,
  options: { count: number; live: boolean },
): Promise<DemoSummary> {
  const provider = options.live ? 'anthropic' : 'replay';
  const started = performance.now();
  call.note(`${project.tasks.length} tasks for ${options.count} workers, provider: ${provider}`);
  call.progress('running the tests of the project as it is');
  const testsBefore = await runProjectTests(project.folder, call.signal);
  call.note(
    `before: ${testsBefore.failed} of ${testsBefore.passed + testsBefore.failed} tests of the project fail`,
  );

  await using client = await CoordinationClient.open({
    cwd: project.folder,
    environment: ownEnvironment(call.io.environment),
    redisUrl: call.options.redis,
    // A namespace of a minute has nobody to share it with, and nothing to outlive a server.
    fallback: 'off',
    name: 'demo',
    signal: call.signal,
  });
  const { configuration, storage } = client;
  await using _leftovers = { [Symbol.asyncDispose]: () => removeLeftovers(configuration) };
  const { kind, address } = await storage.describe();
  if (kind === 'redis') call.note(`on ${address}, in a namespace of its own`);
  const added = await client.queue.addMany(project.tasks);
  const ids = added.map(({ id }) => id);
  call.progress('starting the workers');
  const workers = await startWorkers(call, client, {
    count: options.count,
    provider,
    transcripts: project.transcripts,
  });
  const waits = new LockWaits(client);
  const claimedAt = new Map<string, number>();
  let tasks: Task[];
  try {
    const show = showProgress(call, ids.length);
    tasks = await followTasks(client.storage, ids, {
      signal: call.signal,
      onChange(change) {
        if (change.task.claim) claimedAt.set(change.task.id, change.task.claim.claimedAt);
        show(change);
      },
      onLook: () => waits.look(),
      stillWorthwhile: workers.checkAlive,
    });
  } finally {
    call.progress('stopping the workers');
    await workers.stop();
  }
  const completions = await countCompletions(client.storage);
  call.progress('running the tests of the project again');
  const testsAfter = await runProjectTests(project.folder, call.signal);
  const reports = tasks.map((task) => reportTask(task, claimedAt.get(task.id)));
  const problems = [
    ...tasks.flatMap((task) => problemsOf(task, completions.get(task.id) ?? 0)),
    ...(testsAfter.failed === 0 && testsAfter.passed > 0
      ? []
      : [`${testsAfter.failed} tests of the project fail`]),
  ];
  return {
    ok: problems.length === 0,
    problems,
    provider,
    tasks: reports,
    lockWaits: waits.all(),
    testsBefore,
    testsAfter,
    tookMs: Math.round(performance.now() - started),
  };
}

function problemsOf(task: Task, completions: number): string[] {
  if (task.state !== 'completed')
    return [`"${task.title}" is ${task.state}: ${task.failures.at(-1)?.message ?? ''}`];
  return completions === 1 ? [] : [`"${task.title}" was completed ${completions} times`];
}

/** The demo has a namespace of its own, whatever the surroundings are set up for; a server that is named is used. */
function ownEnvironment(environment: CommandCall['io']['environment']): Record<string, string | undefined> {
  const ours = Object.entries(environment).filter(([name]) => !name.startsWith('AGENTCOORD_'));
  return Object.fromEntries(ours);
}

/** A file store goes with the project's folder; on a server the namespace would stay. */
async function removeLeftovers({ redis, namespace }: Configuration): Promise<void> {
  if (!redis) return;
  const { removeNamespace } = await import('@agentcoord/storage-redis');
  await removeNamespace({ namespace, url: redis.reveal() });
}
