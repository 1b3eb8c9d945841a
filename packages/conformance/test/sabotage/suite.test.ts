import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { RED } from './red.js';

interface TestReport {
  ancestorTitles: string[];
  title: string;
  status: 'passed' | 'failed' | 'skipped' | 'pending';
}

describe('a storage with a guarantee switched off turns the contract red', async () => {
  const reports = await runSabotaged();

  test('and one with nothing switched off leaves it green', () => {
    const broken = reports.filter(
      (report) => report.ancestorTitles[0] === 'nothing' && report.status === 'failed',
    );
    expect(broken.map((report) => report.title)).toEqual([]);
  });

  for (const [name, sentences] of Object.entries(RED)) {
    for (const sentence of sentences) {
      test(`${name}: “${sentence}”`, () => {
        const found = reports.filter(
          (report) => report.ancestorTitles[0] === name && report.title === sentence,
        );
        expect(found.length, 'tests with this sentence').toBeGreaterThan(0);
        expect(found.filter((report) => report.status !== 'failed').map(nameOf)).toEqual([]);
      });
    }
  }
});

async function runSabotaged(): Promise<TestReport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-sabotage-'));
  const output = join(folder, 'report.json');
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const script = fileURLToPath(new URL('./run-sabotaged.process.ts', import.meta.url));
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  try {
    const env = { ...process.env };
    for (const name of Object.keys(env)) if (name.startsWith('VITEST')) delete env[name];
    delete env.AGENTCOORD_TEST_COUNTS;
    await promisify(execFile)(process.execPath, ['--import', tsx, script, output], {
      cwd: root,
      env,
      maxBuffer: 2 ** 26,
    });
    const report = JSON.parse(readFileSync(output, 'utf8')) as {
      testResults: Array<{ assertionResults: TestReport[] }>;
    };
    return report.testResults.flatMap((file) => file.assertionResults);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function nameOf(report: TestReport): string {
  return [...report.ancestorTitles, report.title].join(' › ');
}
