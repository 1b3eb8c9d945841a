import { join } from 'node:path';
import { runExample } from '@agentcoord/tooling/run-example';
import { expect, test } from 'vitest';

test("a storage of one's own serves a queue", async () => {
  expect(await runExample(join(import.meta.dirname, '..'))).toEqual({
    code: 0,
    printed: expect.stringContaining('As it should be'),
  });
}, 120_000);
