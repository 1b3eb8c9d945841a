import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Adds up the counts that the vitest reporter writes, over any number of runs. */
export class TestCounts {
  #folder = mkdtempSync(join(tmpdir(), 'agentcoord-counts-'));
  #extra = { passed: 0, failed: 0, skipped: 0 };
  file = join(this.#folder, 'counts.jsonl');

  add(counts) {
    for (const kind of Object.keys(this.#extra)) this.#extra[kind] += counts[kind] ?? 0;
  }

  /** A run that failed must not read as "0 failed", for example one that was killed before it could count. */
  closingLine(exitCode) {
    const total = { ...this.#extra };
    for (const counts of this.#readRuns()) {
      for (const kind of Object.keys(total)) total[kind] += counts[kind];
    }
    rmSync(this.#folder, { recursive: true, force: true });
    if (exitCode !== 0 && total.failed === 0) total.failed = 1;
    return `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`;
  }

  #readRuns() {
    try {
      return readFileSync(this.file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  }
}
