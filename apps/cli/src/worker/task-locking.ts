import { join } from 'node:path';
import type { TaskFlow } from '@agentcoord/client';
import type { FileLocking } from '@agentcoord/llm-worker';

/** The locks of one task as an engine asks for them; its paths count from the root of the repository. */
export function taskLocking(flow: TaskFlow, workspaceRoot: string): FileLocking {
  return {
    lock: (paths, { intent, waitMs, signal }) =>
      flow.lockFile(
        paths.map((path) => join(workspaceRoot, path)),
        { intent, wait: waitMs, signal, folder: false },
      ),
  };
}
