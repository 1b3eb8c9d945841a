import otherNode from '../matrix/other-node.mjs';
import packages from '../matrix/packages.mjs';
import wholeSuite from '../matrix/whole-suite.mjs';
import { setUp } from './set-up.mjs';
import { TestCounts } from './test-counts.mjs';

/** Each kind of row lives in its own file of tooling/matrix and gives rows with a name and a run. */
const rows = [...wholeSuite, ...packages, ...otherNode];

const counts = new TestCounts();
process.exitCode = (await setUp({ servers: true, agents: true, browser: true })) || (await runRows());
console.log(counts.closingLine(process.exitCode));

async function runRows() {
  const failed = [];
  for (const row of rows) {
    console.log(`\n── ${row.name}`);
    const exitCode = await row.run({ counts, env: { AGENTCOORD_TEST_FULL: '1' } });
    if (exitCode !== 0) failed.push(row.name);
    // Somebody stopped us with a signal: the remaining rows are not wanted.
    if (exitCode > 128) break;
  }
  if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
  return failed.length > 0 ? 1 : 0;
}
