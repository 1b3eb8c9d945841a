import { join } from 'node:path';
import { runExample } from '@agentcoord/tooling/run-example';
import { expect, test } from 'vitest';

test('a coordinator and two workers do what they say, though one of them is killed', async () => {
  expect(await runExample(join(import.meta.dirname, '..'))).toEqual({
    code: 0,
    printed: expect.stringContaining('as it should be'),
  });
}, 120_000);
