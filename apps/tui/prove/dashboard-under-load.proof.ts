import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { EVENTS_LOG, pause } from '@agentcoord/core';
import { defineProof } from '@agentcoord/tooling/prove';
import { buildProcess } from '../test/support/build-process.js';
import { openBench } from '../test/support/open-bench.js';
import type { RealTerminal } from '../test/support/real-terminal.js';
import { cpuSeconds, memoryMiB, quantile } from './usage.js';

const AGENTS = 50;
const TASKS = 10_000;
const EVENTS_A_SECOND = 1_000;
const SECONDS = 600;
const MOST_INPUT_MS = 100;
const MOST_CPU_SHARE = 0.25;
/**
 * Judged in a run of the full length only: rows of 50,000 tasks are kept, and until there are so many, which takes the
 * crowd 200 seconds, memory is what it is there to be.
 */
const MOST_GROWTH = 1.15;

export default defineProof({
  promise:
    'Over 50 agents, 10,000 tasks and 1,000 events a second a key is answered within 100 ms (p95), on under a quarter of a core, and memory does not grow.',
  // Only the time is scaled: less of a crowd would prove something else.
  run: async ({ scaled }) => {
    await using bench = await openBench();
    const crowdProcess = await buildProcess('crowd');
    for (let from = 0; from < TASKS; from += 1_000)
      await bench.client.addTasks(
        Array.from({ length: Math.min(1_000, TASKS - from) }, (_, index) => ({
          title: `Task ${from + index}`,
          description: 'A description of some length. '.repeat(10),
          tags: ['load'],
        })),
      );
    const crowd = spawn(process.execPath, [crowdProcess.script], {
      cwd: bench.folder,
      env: {
        PATH: process.env.PATH,
        HOME: bench.folder,
        CROWD_AGENTS: `${AGENTS}`,
        CROWD_EVENTS: `${EVENTS_A_SECOND}`,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(crowd.stdout, 'data');
      const terminal = bench.start({ columns: 200, rows: 60 });
      await terminal.shows('agent-0');
      await terminal.shows('n new');
      return await measure(bench, terminal, Math.max(20, scaled(SECONDS)));
    } finally {
      crowd.kill('SIGTERM');
      await once(crowd, 'exit');
      await crowdProcess.remove();
    }
  },
});

async function measure(
  { client }: Awaited<ReturnType<typeof openBench>>,
  terminal: RealTerminal,
  seconds: number,
) {
  const headOf = async (): Promise<number> => (await client.storage.logs.head({ log: EVENTS_LOG })).sequence;
  const [firstEvent, firstCpu, began] = [await headOf(), await cpuSeconds(terminal.pid), performance.now()];
  const answers: number[] = [];
  const memory: number[] = [];
  while (performance.now() - began < seconds * 1000) {
    // The hints at the foot are those of the pane that has the focus.
    for (const [key, hint] of [
      ['3', 'u unlock'],
      ['2', 'n new'],
    ] as const) {
      const pressed = performance.now();
      terminal.type(key);
      await terminal.shows(hint);
      answers.push(performance.now() - pressed);
      await pause(150 + 250 * Math.random());
    }
    memory.push(await memoryMiB(terminal.pid));
  }
  const tookSeconds = (performance.now() - began) / 1000;
  const cpuShare = ((await cpuSeconds(terminal.pid)) - firstCpu) / tookSeconds;
  const eventsASecond = ((await headOf()) - firstEvent) / tookSeconds;
  const p95 = quantile(answers, 0.95);
  const third = Math.floor(memory.length / 3);
  const growth = quantile(memory.slice(-third), 0.5) / quantile(memory.slice(third, 2 * third), 0.5);
  const violations = [
    ...(p95 > MOST_INPUT_MS ? [`a key took ${Math.round(p95)} ms (p95)`] : []),
    ...(cpuShare > MOST_CPU_SHARE ? [`it took ${Math.round(cpuShare * 100)} % of a core`] : []),
    ...(seconds >= SECONDS && growth > MOST_GROWTH
      ? [`memory grew to ${growth.toFixed(2)} of what it was`]
      : []),
  ];
  return {
    counts: {
      seconds: Math.round(tookSeconds),
      'events a second': Math.round(eventsASecond),
      keys: answers.length,
      'ms to answer a key, median': Math.round(quantile(answers, 0.5)),
      'ms to answer a key, p95': Math.round(p95),
      '% of a core': Math.round(cpuShare * 100),
      'MiB of memory': Math.round(quantile(memory, 0.5)),
      '% memory of the last third against the second': Math.round(growth * 100),
    },
    violations,
  };
}
