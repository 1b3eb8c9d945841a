import { Readable } from 'node:stream';
import { AgentCoordError } from '@agentcoord/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTaskLines, type TaskInput } from '../src/index.js';

const RUNS = { numRuns: 500 };

/** Lines that look like tasks, with any JSON in the places of a task's fields. */
const nearlyTask = fc
  .dictionary(
    fc.constantFrom('title', 'key', 'id', 'priority', 'tags', 'dependsOn', 'parent', 'delay', 'lease', 'odd'),
    fc.jsonValue(),
  )
  .map((task) => JSON.stringify(task));
const anyLine = fc.oneof(nearlyTask, fc.string(), fc.json());

test('whatever the input, it is read or refused with an error that says where', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine), fc.constantFrom('\n', '\r\n'), async (lines, end) => {
      const error: unknown = await readTaskLines(lines.join(end)).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error === undefined) return;
      expect(AgentCoordError.is(error)).toBe(true);
      expect(String(error)).toMatch(/line \d+|There is no task in the file|goes in a circle/);
    }),
    RUNS,
  );
});

test('a stream gives the same tasks wherever it is cut', async () => {
  const tasks = fc.array(
    fc.record({
      title: fc.constantFrom('größer', '🧭 north', 'a "quoted" \\ one'),
      payload: fc.dictionary(fc.string(), fc.jsonValue()),
    }),
    { minLength: 1, maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(tasks, fc.integer({ min: 1, max: 40 }), async (written, size) => {
      const bytes = Buffer.from(written.map((task) => JSON.stringify(task)).join('\n'));
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const read: TaskInput[] = await readTaskLines(Readable.from(pieces));
      expect(JSON.stringify(read)).toBe(JSON.stringify(written));
    }),
    { ...RUNS, numRuns: 200 },
  );
});
