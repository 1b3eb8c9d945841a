import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { type Sandbox, type VerifyResult, verifyTask } from '@agentcoord/llm-worker';

/** What is run when all tasks have ended. */
export interface FinalCheck {
  command: string;
  /** `operator`: a person wrote it, and it runs as their own. `detected`: found in files that models wrote to, so it runs in the sandbox. */
  source: 'operator' | 'detected';
}

export type CheckResult = FinalCheck & {
  passed: boolean;
  tookMs: number;
  /** Where it did not pass: `Exit code 1.` */
  reason?: string;
  /** The end of what it said. */
  output?: string;
};

const NPM_TEST: FinalCheck = { command: 'npm test', source: 'detected' };
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;

/** The named command, else `npm test` where the project has one. */
export async function chooseCheck(root: string, named: string | undefined): Promise<FinalCheck | undefined> {
  if (named !== undefined) return { command: named, source: 'operator' };
  const file = join(root, 'package.json');
  try {
    const found = await lstat(file);
    if (!found.isFile() || found.size > MAX_MANIFEST_BYTES) return NPM_TEST;
    const manifest = JSON.parse(await readFile(file, 'utf8')) as {
      scripts?: { test?: unknown };
    };
    return typeof manifest.scripts?.test === 'string' ? NPM_TEST : undefined;
  } catch (error) {
    // One that is there and cannot be read is no reason to check nothing: npm says what is wrong with it.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : NPM_TEST;
  }
}

export interface RunCheck {
  root: string;
  sandbox: Sandbox;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** Runs the check at the root of the repository. One that cannot run has not passed. */
export async function runCheck(check: FinalCheck, options: RunCheck): Promise<CheckResult> {
  const result = await run(check, options);
  if (result.passed) return { ...check, passed: true, tookMs: result.durationMs };
  const { reason, output, durationMs: tookMs } = result;
  return { ...check, passed: false, tookMs, reason, output: output.slice(-4_000) };
}

async function run(check: FinalCheck, options: RunCheck): Promise<VerifyResult> {
  const { root: workspaceRoot, sandbox, environment, signal } = options;
  const spec = { command: check.command, sandboxed: check.source === 'detected' };
  try {
    return await verifyTask(spec, { workspaceRoot, sandbox, environment, signal });
  } catch (error) {
    if (!AgentCoordError.is(error, 'unsupported')) throw error;
    const reason = `It was not run: ${error.message} Name a command of your own with --check.`;
    return { passed: false, reason, exitCode: null, output: '', durationMs: 0 };
  }
}
