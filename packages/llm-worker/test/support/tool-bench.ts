import type { AskForProtected } from '../../src/edits/ask-for-protected.js';
import { TaskEdits } from '../../src/edits/task-edits.js';
import { TaskLocks } from '../../src/edits/task-locks.js';
import type { FencedWrites } from '../../src/ports/fenced-writes.js';
import { silentLogger } from '../../src/ports/logger.js';
import { createSandbox } from '../../src/sandbox/create-sandbox.js';
import { modelCommands } from '../../src/sandbox/model-commands.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { runTool } from '../../src/tools/run-tool.js';
import type { ToolAnswer, ToolContext } from '../../src/tools/tool.js';
import { openWorkspace } from '../../src/workspace/workspace.js';
import type { LockTable } from './lock-table.js';

/** Most tests have none. */
const NO_BUBBLEWRAP = { bubblewrap: '/nowhere/bwrap' };

export interface ToolBench {
  call(name: string, input: unknown): Promise<ToolAnswer>;
  locks: TaskLocks;
  edits: TaskEdits;
}

interface BenchParts {
  locks: LockTable;
  files: FencedWrites;
  holder?: string;
  signal?: AbortSignal;
  sandbox?: Sandbox;
  askForProtected?: AskForProtected;
}

/** The tools of one task, called without a model. */
export async function toolBench(root: string, parts: BenchParts): Promise<ToolBench> {
  const workspace = await openWorkspace(root);
  const signal = parts.signal ?? new AbortController().signal;
  const logger = silentLogger;
  const locking = parts.locks.for(parts.holder ?? 'worker');
  const locks = new TaskLocks({ locking, intent: 'test', signal, logger, onLost: () => undefined });
  const { files, askForProtected } = parts;
  const edits = new TaskEdits({
    workspace,
    locks,
    files,
    signal,
    logger,
    ...(askForProtected && { askForProtected }),
  });
  const commands = modelCommands({
    sandbox: parts.sandbox ?? createSandbox(NO_BUBBLEWRAP),
    workspace,
    variables: {},
    signal,
  });
  const context: ToolContext = {
    workspace,
    edits,
    commands,
    signal,
    lockWaitMs: 20,
    report: () => undefined,
  };
  return {
    locks,
    edits,
    call: (name, input) => runTool({ type: 'tool_use', id: 'call', name, input }, context),
  };
}
