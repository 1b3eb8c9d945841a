import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { resumed } from '../resumed-chaos.js';
import type { ChaosOptions, ChaosReport } from '../run-chaos.js';

test('rounds that were stopped go on where they were, with the seeds they had, each round once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-resumed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'progress.json');
  const done: string[] = [];
  const run =
    (stopsAt: string) =>
    async (options: ChaosOptions): Promise<ChaosReport> => {
      const { seed, from = 1, rounds } = options;
      const part = `${seed}: ${from}-${rounds}`;
      if (part === stopsAt) throw new Error('stopped');
      done.push(part);
      return { counts: { rounds: rounds - from + 1 }, violations: from === 1 ? [part] : [], skipped: [] };
    };
  const request = { rounds: 50, systems: ['file'] };
  const stopped = resumed({ ...request, seeds: [1, 2] }, { file, run: run('2: 21-40') });
  await expect(stopped).rejects.toThrow('stopped');
  const found = await resumed({ ...request, seeds: [7, 8] }, { file, run: run('never') });
  expect(done).toEqual(['1: 1-20', '2: 1-20', '1: 21-40', '2: 21-40', '1: 41-50', '2: 41-50']);
  expect(found).toEqual({ seeds: [1, 2], counts: { rounds: 100 }, violations: ['1: 1-20', '2: 1-20'] });
  // What is done is not done again by name only: the next run has its own seeds.
  expect((await resumed({ ...request, seeds: [7] }, { file, run: run('never') })).seeds).toEqual([7]);
});
