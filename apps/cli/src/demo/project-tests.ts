import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';

export interface TestCounts {
  passed: number;
  failed: number;
}

/** Runs the project's own tests with Node's test runner and counts what it reports. */
export async function runProjectTests(folder: string, signal: AbortSignal): Promise<TestCounts> {
  const names = (await readdir(join(folder, 'test'))).filter((name) => name.endsWith('.test.js'));
  const args = ['--test', '--test-reporter=tap', ...names.map((name) => join('test', name))];
  const output = await runToEnd(args, folder, signal);
  const passed = countOf(output, 'pass');
  const failed = countOf(output, 'fail');
  if (passed === undefined || failed === undefined) {
    throw new AgentCoordError(
      'internal',
      `The project's test run printed no counts. It said: ${output.slice(-500)}`,
    );
  }
  return { passed, failed };
}

/** The runner's standard output; failing tests are an answer here, not an error. */
function runToEnd(args: string[], cwd: string, signal: AbortSignal): Promise<string> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, env, signal, maxBuffer: 32 * 1024 * 1024 }, (error, stdout) => {
      if (error && (signal.aborted || typeof error.code !== 'number')) reject(error);
      else resolve(stdout);
    });
  });
}

function countOf(tap: string, name: string): number | undefined {
  const match = new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap);
  return match ? Number(match[1]) : undefined;
}
