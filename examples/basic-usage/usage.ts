import assert from 'node:assert/strict';
import { AgentCoordError, CoordinationClient } from 'agentcoord';

/** The basics, in the order in which an agent needs them. It does not know which store it is on. */
export async function usage(redisUrl: string): Promise<string[]> {
  const log: string[] = [];

  // Registers the agent and keeps it alive; the end of the block gives back what it holds. Without `redisUrl` it is
  // REDIS_URL, else the configuration file, else the file store.
  await using coord = await CoordinationClient.session({
    redisUrl,
    role: 'Engineer',
    name: 'Agent-1',
    workingOn: 'Building features',
    tags: ['backend'],
  });
  log.push(`agents: ${(await coord.registry.list()).map(({ name, state }) => `${name} is ${state}`).join()}`);

  {
    await using lock = await coord.lockFile('backend/main.ts', { intent: 'Add /health endpoint' });
    // Safe to edit. lock.signal aborts if the lock is ever lost; the end of the block releases it.
    log.push(`locked: ${lock.paths.join()}, fence ${lock.fence > 0}`);
  }

  // 5 is the highest priority. A worker with tags takes tasks that share one of them.
  await coord.addTasks([
    { title: 'Write the docs', priority: 1, tags: ['docs'] },
    { title: 'Add /health endpoint', priority: 5, tags: ['backend'] },
  ]);
  {
    // Its lease renews itself; task.signal aborts when it is lost or cancelled. Left unsettled it is given back.
    await using task = await coord.claimTask();
    if (task) await task.complete({ summary: `did ${task.title}` });
    log.push(`did: ${task?.title}, then ${await coord.claimTask()}`);
  }

  const thread = await coord.postThread({ title: 'Deployment', message: 'v2.0 is out', priority: 'high' });
  log.push(`message: ${thread.status}`);
  await coord.logDecision({ type: 'deployment', context: 'Backend v2.0', reason: 'Tests pass' });
  log.push(
    `decisions: ${(await coord.audit.list({ type: 'deployment' })).map(({ context }) => context).join()}`,
  );

  // Nobody is there to decide, and silence is a no.
  const { status } = await coord.requestApproval({ action: 'deploy', description: 'v2.0', timeout: '100ms' });
  log.push(`approval: ${status}`);

  // Errors have a code to compare, and a message that says what to do next.
  const wrong = await coord.addTask({ title: 'Too urgent', priority: 9 }).catch((error: unknown) => error);
  assert.ok(AgentCoordError.is(wrong, 'invalid_argument'));
  log.push(`error: ${wrong.message}`);
  return log;
}
