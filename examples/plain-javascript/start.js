import assert from 'node:assert/strict';
import { CoordinationClient } from 'agentcoord';

// Node 20 and 22 know no `await using`. Where a callback fits, use it; else `try` and `finally`.
const ada = await CoordinationClient.session({ name: 'Ada', role: 'Engineer' });
const grace = await CoordinationClient.session({ name: 'Grace', role: 'Engineer' });
try {
  // The callback form: the lock is released however the work ends, and what the callback returns comes out.
  const edited = await ada.withFileLock('src/main.js', { intent: 'Add /health' }, async ({ signal }) => {
    assert.equal(await grace.tryLockFile('src/main.js'), undefined);
    signal.throwIfAborted(); // it aborts when the lock is lost: do not write then
    return 'edited src/main.js';
  });
  console.log(edited);

  // Also when the work throws: the error is yours, and the file is free.
  const failing = ada.withFileLock('src/main.js', {}, async () => {
    throw new Error('no idea how');
  });
  await assert.rejects(failing, /no idea how/);
  assert.deepEqual(await ada.locks.list(), []);

  // A lock over more than one function: take it, and release it in `finally`.
  const lock = await ada.lockFile('docs/', { intent: 'Rewrite the guide' });
  try {
    console.log(
      `holding ${lock.paths.join()} for ${Math.round(lock.remainingMs() / 1000)} s, renewed while held`,
    );
  } finally {
    await lock.release();
  }

  // A whole worker needs neither: what the handler returns is the result, what it throws is tried again.
  await ada.addTasks([{ title: 'Count words', payload: { text: 'one two three' } }, { title: 'Fail once' }]);
  const summary = await grace.queue.work(
    async (task) => {
      if (task.title === 'Fail once' && task.attempt === 1) throw new Error('not today');
      return {
        words: String(task.payload?.text ?? '')
          .split(' ')
          .filter(Boolean).length,
      };
    },
    // Ends after two seconds without work. With `true` it would not wait for the task that is tried again in a moment.
    { stopWhenIdle: '2s' },
  );
  console.log(`worked: ${JSON.stringify(summary)}`);

  // One task by hand: whoever holds it settles it, or gives it back.
  await ada.addTask({ title: 'By hand' });
  const task = await grace.claimTask();
  try {
    assert.equal(task?.title, 'By hand');
    await task.complete({ by: grace.name });
  } finally {
    if (task && !task.settled) await task.release();
  }

  const { tasks } = await ada.queue.list();
  for (const { title, state, attempts } of tasks) console.log(`${title}: ${state}, tries: ${attempts}`);
  assert.deepEqual(tasks.map(({ title, state, attempts }) => `${title} ${state} ${attempts}`).sort(), [
    'By hand completed 1',
    'Count words completed 1',
    'Fail once completed 2',
  ]);
} finally {
  // Gives back what is still held, and takes the agents off the list.
  await grace.close();
  await ada.close();
}
console.log('As it should be: all that was taken was given back, without `await using`.');
