import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { missing, unless } from '../harness/redis-namespace.js';
import { SABOTAGES, SENTENCES } from './sabotages.js';

interface TestReport {
  fullName: string;
  status: 'passed' | 'failed' | 'skipped' | 'pending';
}

const TIMEOUT_MS = 240_000;

describe.skipIf(missing)(`Redis with a guarantee switched off${unless}`, () => {
  for (const [name, { red }] of Object.entries(SABOTAGES)) {
    const expected = red.length > 0 ? 'turns the suites red' : 'leaves them green';
    test(`${name}: ${expected}`, { timeout: TIMEOUT_MS }, async () => {
      const reports = await runSabotaged(name);
      for (const sentence of red.length > 0 ? red : SENTENCES) {
        const found = reports.filter((report) => report.fullName.endsWith(sentence));
        expect(found.length, `tests named “${sentence}”`).toBeGreaterThan(0);
        for (const { status } of found) expect(status, sentence).toBe(red.length > 0 ? 'failed' : 'passed');
      }
    });
  }
});

async function runSabotaged(name: string): Promise<TestReport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-sabotage-'));
  const output = join(folder, 'report.json');
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const script = fileURLToPath(new URL('./run-sabotaged.process.ts', import.meta.url));
  const env = { ...process.env };
  for (const variable of Object.keys(env)) if (variable.startsWith('VITEST')) delete env[variable];
  delete env.AGENTCOORD_TEST_COUNTS;
  try {
    await promisify(execFile)(process.execPath, ['--import', tsx, script, name, output], {
      cwd: fileURLToPath(new URL('../../../../', import.meta.url)),
      env,
      maxBuffer: 2 ** 26,
    });
    const report = JSON.parse(readFileSync(output, 'utf8')) as {
      testResults: Array<{ assertionResults: TestReport[] }>;
    };
    return report.testResults
      .flatMap((file) => file.assertionResults)
      .filter(({ status }) => status === 'passed' || status === 'failed');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
