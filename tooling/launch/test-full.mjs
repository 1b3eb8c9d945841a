import otherNode from '../matrix/other-node.mjs';
import packages from '../matrix/packages.mjs';
import wholeSuite from '../matrix/whole-suite.mjs';
import { setUp } from './set-up.mjs';
import { TestCounts } from './test-counts.mjs';

/** Each row kind lives in its own file of tooling/matrix and yields rows with a name and a run. */
const rows = [...wholeSuite, ...packages, ...otherNode];

await setUp();
const counts = new TestCounts();
const env = { AGENTCOORD_TEST_FULL: '1' };
const failed = [];
for (const row of rows) {
  console.log(`\n── ${row.name}`);
  const exitCode = await row.run({ counts, env });
  if (exitCode !== 0) failed.push(row.name);
  // Somebody pressed Ctrl-C or stopped us: the remaining rows are not wanted.
  if (exitCode > 128) break;
}
if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
console.log(counts.closingLine(process.exitCode));
