import { abortedError } from '@agentcoord/core';
import { resolveFolder } from '../workspace/resolve-path.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Sandbox, SandboxedResult } from './sandbox.js';

/** The commands of one task's model. */
export interface ModelCommands {
  /** `none`: without one. */
  readonly sandboxName: string;
  /** @throws `unsupported` where there is no sandbox; the signal's reason when it fires. */
  run(request: { command: string; cwd: string; timeoutMs: number }): Promise<SandboxedResult>;
}

export interface ModelCommandsOptions {
  sandbox: Sandbox;
  workspace: Workspace;
  variables: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

export function modelCommands({
  sandbox,
  workspace,
  variables,
  signal,
}: ModelCommandsOptions): ModelCommands {
  return {
    sandboxName: sandbox.name,
    async run({ command, cwd, timeoutMs }) {
      const { absolute } = await resolveFolder(workspace, cwd);
      const result = await sandbox.run({ command, workspace, cwd: absolute, variables, timeoutMs, signal });
      if (result.ended === 'aborted') throw abortedError(signal, 'the command');
      return result;
    },
  };
}
