import type { JsonValue, Task, TaskFailure, TaskState } from '@agentcoord/core';
import { fieldsOf } from './hash.js';

/** What never changes after the push; the rest lies in fields of its own. */
type TaskBody = Omit<
  Task,
  'queue' | 'state' | 'sequence' | 'version' | 'createdAt' | 'attempts' | 'failures'
>;

/** A task as a script gives it: its JSON, or the fields of its hash; `undefined` where there is none. */
export function decodeTask(raw: unknown): Task | undefined {
  if (typeof raw === 'string') return JSON.parse(raw) as Task;
  const fields = fieldsOf(raw);
  const body = fields.get('body');
  if (body === undefined) return undefined;
  const state = fields.get('state') as TaskState;
  const number = (name: string): number => Number(fields.get(name));
  const json = <T>(name: string): T => JSON.parse(fields.get(name) ?? 'null') as T;
  const has = (name: string): boolean => fields.has(name);
  return {
    ...(JSON.parse(body) as TaskBody),
    queue: fields.get('queue') ?? '',
    state,
    sequence: number('sequence'),
    version: number('version'),
    createdAt: number('created'),
    attempts: number('attempts'),
    failures: has('failures') ? json<TaskFailure[]>('failures') : [],
    ...(state === 'scheduled' ? { dueAt: number('due') } : {}),
    ...(state === 'claimed'
      ? {
          claim: {
            worker: fields.get('worker') ?? '',
            fence: number('fence'),
            claimedAt: number('claimed'),
            expiresAt: number('ends'),
          },
        }
      : {}),
    ...(has('progress') ? { progress: json<NonNullable<Task['progress']>>('progress') } : {}),
    ...(has('result') ? { result: json<JsonValue>('result') } : {}),
    ...(has('ended') ? { endedAt: number('ended') } : {}),
    ...(has('reason') ? { cancelReason: fields.get('reason') ?? '' } : {}),
  };
}
