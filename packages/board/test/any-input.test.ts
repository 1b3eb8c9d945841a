import { AgentCoordError } from '@agentcoord/core';
import { openMemoryStorage } from '@agentcoord/storage-file';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Board, ThreadInput } from '../src/index.js';
import { crewOf } from './support/crew.js';

const FIELDS = ['id', 'title', 'message', 'priority', 'tags', 'links', 'to', 'acknowledge', 'expires', 'odd'];
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('Bob', 'everyone', '@x', 'role:', 'high'),
);
const anyValue = fc.oneof(
  fc.jsonValue(),
  anyText,
  fc.array(anyText),
  fc.constantFrom(undefined, Number.NaN, 0, true),
);

/** Something like a thread: valid in what is not replaced by anything at all. */
const nearlyThread = fc
  .dictionary(fc.constantFrom(...FIELDS), anyValue, { maxKeys: 3 })
  .map((fields) => ({ title: 'T', message: 'M', ...fields }) as unknown as ThreadInput);

const CALLS: Array<(board: Board, input: ThreadInput) => Promise<unknown>> = [
  (board, input) => board.post(input),
  (board, input) => board.send(input as never),
  (board, { title: _title, priority: _priority, tags: _tags, ...rest }) => board.reply('known', rest),
];

test('whatever the input, it is stored whole and readable, or refused naming the field', async () => {
  await using storage = await openMemoryStorage();
  const { ada, bob } = crewOf(storage);
  await ada.post({ id: 'known', title: 'known', message: 'M' });
  let stored = 1;
  await fc.assert(
    fc.asyncProperty(nearlyThread, fc.constantFrom(...CALLS), async (input, call) => {
      const outcome: unknown = await call(ada, input).catch((error: unknown) => error);
      const { sequence } = await storage.logs.head({ log: 'board' });
      if (AgentCoordError.is(outcome)) {
        expect(outcome.code).toMatch(/^(invalid_argument|too_large|limit_exceeded|already_exists)$/);
        expect(outcome.data.field).toEqual(expect.any(String));
        expect(sequence).toBe(stored);
      } else {
        expect(outcome).toMatchObject({ status: expect.any(String) });
        stored = sequence;
      }
    }),
    { numRuns: 2_000 },
  );
  const { messages } = await bob.inbox({ limit: 1_000 });
  for (const { thread } of messages.slice(0, 20)) await ada.show(thread);
  expect((await ada.list({ limit: 1_000 })).threads.length).toBeGreaterThan(100);
});
