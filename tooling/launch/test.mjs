import { setUp } from './set-up.mjs';
import { TestCounts } from './test-counts.mjs';
import { vitest } from './vitest.mjs';

await setUp();
const counts = new TestCounts();
const exitCode = await vitest({ args: process.argv.slice(2), counts });
console.log(counts.closingLine(exitCode));
process.exitCode = exitCode;
