import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Sandbox, verifyTask } from '@agentcoord/llm-worker';

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

/** The named command, else `npm test` where the project has one. */
export async function chooseCheck(root: string, named: string | undefined): Promise<FinalCheck | undefined> {
  if (named !== undefined) return { command: named, source: 'operator' };
  try {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      scripts?: { test?: unknown };
    };
    return typeof manifest.scripts?.test === 'string'
      ? { command: 'npm test', source: 'detected' }
      : undefined;
  } catch {
    return undefined;
  }
}

export interface RunCheck {
  root: string;
  sandbox: Sandbox;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** Runs the check at the root of the repository. @throws `unsupported` where it needs a sandbox and there is none. */
export async function runCheck(check: FinalCheck, options: RunCheck): Promise<CheckResult> {
  const { root: workspaceRoot, sandbox, environment, signal } = options;
  const spec = { command: check.command, sandboxed: check.source === 'detected' };
  const result = await verifyTask(spec, { workspaceRoot, sandbox, environment, signal });
  if (result.passed) return { ...check, passed: true, tookMs: result.durationMs };
  const { reason, output, durationMs: tookMs } = result;
  return { ...check, passed: false, tookMs, reason, output: output.slice(-4_000) };
}
