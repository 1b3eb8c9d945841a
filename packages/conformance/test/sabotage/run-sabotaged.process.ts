import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { RED } from './red.js';

/** Runs the sabotaged suites; they are meant to fail, so they are kept out of every other run. */
const [outputFile = ''] = process.argv.slice(2);
process.env.AGENTCOORD_MODEL_RUNS ??= '40';
// Of the sabotaged suites only what must be red; the untouched one as a whole.
const wanted = [...new Set(Object.values(RED).flat())].map((sentence) =>
  sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
);

const vitest = await startVitest('test', [], {
  watch: false,
  testNamePattern: `^nothing |(${wanted.join('|')})$`,
  include: [fileURLToPath(new URL('./suite.sabotaged.ts', import.meta.url))],
  reporters: ['json'],
  outputFile,
  coverage: { enabled: false },
});
await vitest.close();
// Failed tests are the wanted outcome; whether they are the right ones is for the caller to say.
process.exitCode = 0;
