import { join } from 'node:path';
import { runExample } from '@agentcoord/tooling/run-example';
import { expect, test } from 'vitest';

test('six leads review a shop, and their findings become one report', async () => {
  expect(await runExample(join(import.meta.dirname, '..'))).toEqual({
    code: 0,
    printed: expect.stringContaining('As it should be'),
  });
}, 60_000);
