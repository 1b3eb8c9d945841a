import { setUp } from './set-up.mjs';
import { TestCounts } from './test-counts.mjs';
import { vitest } from './vitest.mjs';

const counts = new TestCounts();
process.exitCode =
  (await setUp({ servers: true })) || (await vitest({ args: process.argv.slice(2), counts }));
console.log(counts.closingLine(process.exitCode));
