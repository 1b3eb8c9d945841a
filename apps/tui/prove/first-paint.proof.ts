import { defineProof } from '@agentcoord/tooling/prove';
import { openBench } from '../test/support/open-bench.js';
import { cpuSeconds, quantile } from './usage.js';

const TASKS = 1_000;
const MOST_MS = 400;
const STARTS = 10;

export default defineProof({
  promise:
    'The first frame with tasks on it is there 400 ms after the start, over a file store with 1,000 tasks.',
  run: async () => {
    await using bench = await openBench();
    const tasks = Array.from({ length: TASKS }, (_, index) => ({ title: `Task ${index}`, tags: ['load'] }));
    await bench.client.addTasks(tasks);
    const times: number[] = [];
    const worked: number[] = [];
    for (let start = 0; start < STARTS; start += 1) {
      const began = performance.now();
      const terminal = bench.start();
      await terminal.shows('Task 0');
      times.push(performance.now() - began);
      worked.push(1000 * (await cpuSeconds(terminal.pid)));
      terminal.type('q');
      await terminal.ended;
    }
    const median = quantile(times, 0.5);
    return {
      counts: {
        'ms to the first tasks, median': Math.round(median),
        'ms, fastest': Math.round(quantile(times, 0)),
        // What it would take on a core of its own.
        'ms of a core, median': Math.round(quantile(worked, 0.5)),
      },
      violations: median > MOST_MS ? [`it took ${Math.round(median)} ms`] : [],
    };
  },
});
