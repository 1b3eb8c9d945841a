import { appendFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * Counts the outcome of a run. A test file that could not be loaded and an error outside any test
 * count as failures too, so that a run that broke never reads as "0 failed".
 *
 * The counts go to the file named by AGENTCOORD_TEST_COUNTS as one JSON line; without it they are printed.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<SerializedError>) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      let failedInModule = 0;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') failedInModule += 1;
        else counts.skipped += 1;
      }
      const brokeOutsideTests = failedInModule === 0 && module.state() === 'failed';
      counts.failed += failedInModule + (brokeOutsideTests ? 1 : 0);
    }
    const countsFile = process.env.AGENTCOORD_TEST_COUNTS;
    if (countsFile) appendFileSync(countsFile, `${JSON.stringify(counts)}\n`);
    else console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
