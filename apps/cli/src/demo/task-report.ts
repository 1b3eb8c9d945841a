import type { JsonObject, Task } from '@agentcoord/core';

export interface TaskReport {
  title: string;
  state: Task['state'];
  worker: string;
  attempts: number;
  files: string[];
  linesAdded: number;
  linesRemoved: number;
  /** From the claim that completed it to its end. */
  tookMs: number;
}

/** What a task's stored result says about its work; the worker process wrote it. */
export function reportTask(task: Task, claimedAt: number | undefined): TaskReport {
  const result = isObject(task.result) ? task.result : {};
  const files = Array.isArray(result.files) ? result.files.filter(isObject) : [];
  return {
    title: task.title,
    state: task.state,
    worker: typeof result.worker === 'string' ? result.worker : '',
    attempts: task.attempts,
    files: files.map((file) => String(file.path)),
    linesAdded: sum(files, 'linesAdded'),
    linesRemoved: sum(files, 'linesRemoved'),
    tookMs: claimedAt === undefined || task.endedAt === undefined ? 0 : task.endedAt - claimedAt,
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sum(files: readonly JsonObject[], field: string): number {
  return files.reduce((total, file) => total + (typeof file[field] === 'number' ? file[field] : 0), 0);
}
