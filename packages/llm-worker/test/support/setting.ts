import type { JsonObject } from '@agentcoord/core';
import {
  type AssignmentContext,
  createLlmEngine,
  type LlmEngineOptions,
  runAssignment,
  type TaskAssignment,
} from '../../src/index.js';
import { FencedFolder } from './fenced-folder.js';
import { LockTable } from './lock-table.js';
import { type Script, scriptedProvider } from './scripted-provider.js';
import { tempFolder } from './temp-folder.js';

export interface Setting {
  root: string;
  locks: LockTable;
  files: FencedFolder;
  notes: string[];
  stop: AbortController;
  context: AssignmentContext;
}

/** A workspace with files, locks and fenced writes, and a worker named `worker`. */
export async function setUp(content: Readonly<Record<string, string>> = {}): Promise<Setting> {
  const root = await tempFolder(content);
  const locks = new LockTable();
  const files = new FencedFolder();
  const stop = new AbortController();
  const notes: string[] = [];
  const context: AssignmentContext = {
    workspaceRoot: root,
    signal: stop.signal,
    locks: locks.for('worker'),
    files,
    report: (note) => void notes.push(note),
  };
  return { root, locks, files, notes, stop, context };
}

export function task(payload: JsonObject = {}, more: Partial<TaskAssignment> = {}): TaskAssignment {
  return { id: 'task_1', title: 'Add a greeting', tags: [], attempt: 1, payload, ...more };
}

/** Runs a task with a scripted model. */
export async function runScript(
  setting: Setting,
  script: Script,
  more: {
    payload?: JsonObject;
    options?: Partial<LlmEngineOptions>;
    context?: Partial<AssignmentContext>;
    task?: Partial<TaskAssignment>;
    environment?: NodeJS.ProcessEnv;
  } = {},
) {
  const provider = scriptedProvider(script);
  const engine = createLlmEngine({ provider, ...more.options });
  const context = { ...setting.context, ...more.context };
  const assignment = task(more.payload, more.task);
  const { environment } = more;
  const outcome = await runAssignment(assignment, context, { engines: [engine], environment });
  return { outcome, requests: provider.requests };
}
