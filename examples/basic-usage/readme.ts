import assert from 'node:assert/strict';
import { CoordinationClient } from 'agentcoord';

await using coord = await CoordinationClient.session({
  role: 'Engineer',
  name: 'Agent-1',
  tags: ['backend'],
});
{
  await using lock = await coord.lockFile('backend/main.ts', { intent: 'Add /health endpoint' });
  // Safe to edit; the end of the block releases it.
  lock.signal.throwIfAborted(); // it aborts if the lock is ever lost: do not write then
}
assert.deepEqual(await coord.locks.list(), []);

await coord.addTask({ title: 'Add /health endpoint', priority: 5, tags: ['backend'] }); // 5 is the highest

await using task = await coord.claimTask({ wait: '1m' });
if (task) await task.complete({ summary: `did ${task.title}` });

assert.equal(task?.settled, true);
