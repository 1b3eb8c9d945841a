import { TaskEdits } from '../../src/edits/task-edits.js';
import { TaskLocks } from '../../src/edits/task-locks.js';
import { silentLogger } from '../../src/ports/logger.js';
import { runTool } from '../../src/tools/run-tool.js';
import type { ToolAnswer, ToolContext } from '../../src/tools/tool.js';
import { openWorkspace } from '../../src/workspace/workspace.js';
import type { FencedFolder } from './fenced-folder.js';
import type { LockTable } from './lock-table.js';

export interface ToolBench {
  call(name: string, input: unknown): Promise<ToolAnswer>;
  locks: TaskLocks;
  edits: TaskEdits;
}

/** The tools of one task, called without a model. */
export async function toolBench(
  root: string,
  parts: { locks: LockTable; files: FencedFolder; holder?: string; signal?: AbortSignal },
): Promise<ToolBench> {
  const workspace = await openWorkspace(root);
  const signal = parts.signal ?? new AbortController().signal;
  const logger = silentLogger;
  const locking = parts.locks.for(parts.holder ?? 'worker');
  const locks = new TaskLocks({ locking, intent: 'test', signal, logger, onLost: () => undefined });
  const edits = new TaskEdits({ workspace, locks, files: parts.files, signal, logger });
  const context: ToolContext = { workspace, edits, signal, lockWaitMs: 20, report: () => undefined };
  return {
    locks,
    edits,
    call: (name, input) => runTool({ type: 'tool_use', id: 'call', name, input }, context),
  };
}
