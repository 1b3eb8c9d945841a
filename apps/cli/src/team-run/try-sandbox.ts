import { AgentCoordError } from '@agentcoord/core';
import { openWorkspace, type Sandbox } from '@agentcoord/llm-worker';

/** @throws `unsupported` where commands of a model cannot run, with what to do about it. */
export async function trySandbox(sandbox: Sandbox, root: string, signal: AbortSignal): Promise<void> {
  const workspace = await openWorkspace(root);
  const call = { command: ':', workspace, cwd: workspace.root, variables: {}, timeoutMs: 30_000, signal };
  try {
    await sandbox.run(call);
  } catch (error) {
    if (!AgentCoordError.is(error, 'unsupported')) throw error;
    throw new AgentCoordError(
      'unsupported',
      `The plan has commands of a model to verify its tasks, and there is no sandbox to run them in. ${error.message} Nothing was begun; the plan is kept.`,
      { data: error.data, cause: error },
    );
  }
}
