import {
  AgentCoordError,
  abortedError,
  type Duration,
  durationMs,
  type JsonObject,
  toAgentCoordError,
} from '@agentcoord/core';
import type { Engine, EngineContext } from '../engine/engine.js';
import { type EngineOutcome, failed } from '../engine/engine-outcome.js';
import type { TaskAssignment } from '../engine/task-assignment.js';
import { parsePayload } from '../engine/task-payload.js';
import { safeText } from '../text/safe-text.js';
import { shortenMiddle } from '../text/shorten-middle.js';
import { verifyFailedError } from '../verify/verify-failure.js';
import { resolveFolder } from '../workspace/resolve-path.js';
import { openWorkspace } from '../workspace/workspace.js';
import { commandEnvironment, commandSecrets, taskVariables } from './command-environment.js';
import { describeCommandEnd } from './describe-command-end.js';
import type { CapturedOutput } from './output-capture.js';
import { type CommandResult, runCommand } from './run-command.js';

export interface CommandEngineOptions {
  /** Where commands take their environment from, without secrets. Default `process.env`. */
  environment?: NodeJS.ProcessEnv;
  /** Variables that commands get although they look like secrets, such as `NPM_TOKEN`. */
  passEnvironment?: readonly string[];
  /** Between SIGTERM and SIGKILL. Default `'5s'`. */
  grace?: Duration;
  /** Read of each stream while it runs, half beginning and half end. Default 64 KiB; a result keeps up to 20 KiB of it. */
  outputBytes?: number;
}

// Two streams and the summary must fit into the 64 KiB of a task's result.
const RESULT_BYTES = 20 * 1024;
const MESSAGE_BYTES = 3 * 1024;

/**
 * The engine `command`: runs `payload.command` in the workspace (`payload.cwd` below it, `payload.env`
 * on top of the environment). Exit code 0 is done, everything else failed; the output and the exit
 * code are in the outcome either way, also when it was stopped.
 */
export function createCommandEngine(options: CommandEngineOptions = {}): Engine {
  const graceMs = durationMs(options.grace ?? '5s', 'grace');
  const source = options.environment ?? process.env;
  const secrets = commandSecrets(source);
  return {
    name: 'command',
    run: (task, context) => runTask(task, context).catch((thrown) => failed(toAgentCoordError(thrown))),
  };

  async function runTask(task: TaskAssignment, context: EngineContext): Promise<EngineOutcome> {
    const payload = parsePayload(task.payload);
    if (payload.command === undefined) {
      throw new AgentCoordError('invalid_argument', 'The engine command needs a payload.command to run.', {
        data: { field: 'payload.command' },
      });
    }
    const workspace = await openWorkspace(context.workspaceRoot);
    await context.report(`command: ${payload.command}`);
    const result = await runCommand({
      command: payload.command,
      cwd: (await resolveFolder(workspace, payload.cwd ?? '.')).absolute,
      environment: commandEnvironment({
        source,
        pass: options.passEnvironment,
        set: { ...taskVariables(task), ...payload.env },
      }),
      signal: context.signal,
      graceMs,
      outputBytes: options.outputBytes,
    });
    const work = { output: outputRecord(result, secrets), exitCode: result.exitCode ?? undefined };
    if (result.ended === 'aborted') return failed(abortedError(context.signal, 'the command'), work);
    if (result.exitCode !== 0) return failed(commandFailure(result, secrets), work);
    const verified = await context.verification?.run();
    if (verified && !verified.passed) return failed(verifyFailedError(verified), work);
    return {
      status: 'done',
      summary: 'The command ended with exit code 0.',
      filesChanged: [],
      usage: null,
      ...work,
    };
  }
}

function outputRecord(result: CommandResult, secrets: readonly string[]): JsonObject {
  const kept = (stream: CapturedOutput): string => shortenMiddle(clean(stream.text, secrets), RESULT_BYTES);
  return {
    exitCode: result.exitCode,
    killedBy: result.killedBy,
    stdout: kept(result.stdout),
    stdoutBytes: result.stdout.bytes,
    stderr: kept(result.stderr),
    stderrBytes: result.stderr.bytes,
    durationMs: result.durationMs,
  };
}

function commandFailure(result: CommandResult, secrets: readonly string[]): AgentCoordError {
  const said = clean(result.stderr.text.trim() === '' ? result.stdout.text : result.stderr.text, secrets);
  const reason = `The command failed. ${describeCommandEnd(result)}`;
  const notRunnable = result.exitCode === 126 || result.exitCode === 127;
  return new AgentCoordError(
    'tool_failed',
    said === '' ? reason : `${reason} Output:\n${shortenMiddle(said, MESSAGE_BYTES)}`,
    {
      data: {
        exitCode: result.exitCode,
        killedBy: result.killedBy,
        ...(notRunnable && { retryable: false }),
      },
    },
  );
}

function clean(text: string, secrets: readonly string[]): string {
  return safeText(text, { maxLength: Number.MAX_SAFE_INTEGER, secrets });
}
