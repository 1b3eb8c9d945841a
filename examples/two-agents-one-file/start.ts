import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { AgentCoordError, CoordinationClient } from 'agentcoord';

await mkdir('src');
await writeFile('src/counter.txt', '0');

// Each agent is a session of its own. Here they live in one process; in yours they may live in several, or on several hosts.
await using ada = await CoordinationClient.session({ name: 'Ada', role: 'Engineer' });
await using grace = await CoordinationClient.session({ name: 'Grace', role: 'Engineer' });

// Who does not want to wait asks with `tryLockFile`, and learns who is there with `locks.list`.
{
  await using lock = await ada.lockFile('src/counter.txt', { intent: 'Count the first edit' });
  assert.equal(await grace.tryLockFile('src/counter.txt'), undefined);
  const [held] = await grace.locks.list();
  console.log(`${held?.agent} holds ${held?.path}: ${held?.intent}`);

  // An error says who is in the way, so that an agent can decide what to do meanwhile.
  const refused = await grace.lockFile('src/counter.txt', { wait: 0 }).catch((error: unknown) => error);
  assert.ok(AgentCoordError.is(refused, 'lock_held'));
  console.log(refused.message);
  // A folder covers what is in it, however the path is spelled.
  assert.equal(await grace.tryLockFile('./src/../src/'), undefined);
  assert.equal(lock.signal.aborted, false);
}

// Both edit the same file twenty times, at the same time. Reading, thinking and writing is not one step: without the
// lock most edits would overwrite each other.
async function edit(agent: CoordinationClient): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await using lock = await agent.lockFile('src/counter.txt', { intent: `Edit ${round + 1} of 20` });
    const before = Number(await readFile('src/counter.txt', 'utf8'));
    // It aborts as soon as the lock is lost (a stopped process, a store that is gone): do not write then.
    await setTimeout(Math.random() * 5, undefined, { signal: lock.signal });
    await writeFile('src/counter.txt', String(before + 1));
  }
}
await Promise.all([edit(ada), edit(grace)]);

const edits = Number(await readFile('src/counter.txt', 'utf8'));
console.log(`2 agents made 20 edits each: the file counts ${edits}`);
assert.equal(edits, 40);
assert.deepEqual(await ada.locks.list(), []);
console.log('As it should be: no edit is lost, and nothing is locked in the end.');
