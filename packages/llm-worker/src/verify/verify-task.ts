import { AgentCoordError, abortedError } from '@agentcoord/core';
import { commandEnvironment, commandSecrets } from '../command/command-environment.js';
import { describeCommandEnd } from '../command/describe-command-end.js';
import { type CommandResult, runCommand } from '../command/run-command.js';
import type { VerifySpec } from '../engine/task-payload.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { safeText } from '../text/safe-text.js';
import { shortenMiddle } from '../text/shorten-middle.js';
import { resolveFolder } from '../workspace/resolve-path.js';
import { openWorkspace, type Workspace } from '../workspace/workspace.js';

export type VerifyResult =
  | { passed: true; durationMs: number }
  | {
      passed: false;
      /** `Exit code 1.`, `It ran longer than 10m and was stopped.` */
      reason: string;
      exitCode: number | null;
      /** Both streams, the last part of each, without secrets. */
      output: string;
      durationMs: number;
    };

export interface VerifyOptions {
  workspaceRoot: string;
  signal: AbortSignal;
  /** Without its secrets; default `process.env`. */
  environment?: NodeJS.ProcessEnv;
  /** Set on top: the task's own variables. */
  variables?: Readonly<Record<string, string>>;
  /** Needed for a command that is `sandboxed`. */
  sandbox?: Sandbox | undefined;
}

const DEFAULT_TIMEOUT_MS = 10 * 60_000;
const OUTPUT_BYTES = 16 * 1024;

/**
 * Runs the command that must pass before a task is done, in the workspace, in its own process group.
 * A command that fails, times out or cannot start is a result, not an error.
 * @throws the reason of the signal when that fires; `invalid_argument` for a `cwd` outside the workspace;
 * `unsupported` for a command of a model where there is no sandbox.
 */
export async function verifyTask(spec: VerifySpec, options: VerifyOptions): Promise<VerifyResult> {
  const source = options.environment ?? process.env;
  const workspace = await openWorkspace(options.workspaceRoot);
  const timeoutMs = spec.timeout ?? DEFAULT_TIMEOUT_MS;
  const cwd = (await resolveFolder(workspace, spec.cwd ?? '.')).absolute;
  const result = spec.sandboxed
    ? await runSandboxed(spec, { ...options, workspace, cwd, timeoutMs })
    : await runCommand({
        command: spec.command,
        cwd,
        environment: commandEnvironment({ source, set: { ...options.variables, ...spec.env } }),
        timeoutMs,
        signal: options.signal,
      });
  if (result.ended === 'aborted') throw abortedError(options.signal, 'the verification');
  if (result.ended === 'exited' && result.exitCode === 0)
    return { passed: true, durationMs: result.durationMs };
  return {
    passed: false,
    reason: describeCommandEnd(result, timeoutMs),
    exitCode: result.exitCode,
    output: outputOf(result, commandSecrets(source)),
    durationMs: result.durationMs,
  };
}

function runSandboxed(
  { command, env }: VerifySpec,
  place: VerifyOptions & { workspace: Workspace; cwd: string; timeoutMs: number },
): Promise<CommandResult> {
  const { sandbox, workspace, cwd, timeoutMs, signal } = place;
  if (!sandbox)
    throw new AgentCoordError(
      'unsupported',
      'The verification of this task was proposed by a model, and this worker has no sandbox to run it in. Start a worker with a model (--llm).',
    );
  return sandbox.run({
    command,
    workspace,
    cwd,
    variables: { ...place.variables, ...env },
    timeoutMs,
    signal,
  });
}

function outputOf(result: CommandResult, secrets: readonly string[]): string {
  const text = [result.stdout.text, result.stderr.text].filter((part) => part.trim() !== '').join('\n');
  return shortenMiddle(safeText(text, { maxLength: Number.MAX_SAFE_INTEGER, secrets }), OUTPUT_BYTES);
}
