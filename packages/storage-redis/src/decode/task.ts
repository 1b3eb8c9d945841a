import type { JsonValue, Task, TaskFailure, TaskState } from '@agentcoord/core';
import { fieldsOf } from './hash.js';

/** What never changes after the push; the rest lies in fields of its own. */
type TaskBody = Omit<Task, 'state' | 'version' | 'attempts' | 'failures'>;

/** As task-state.lua keeps it. */
const LIFE =
  /^(?<state>\S+) (?<version>\d+) (?<attempts>\d+) (?<fence>\S+) (?<since>\S+) (?<ends>\S+) (?<due>\S+) (?<ended>\S+) (?<worker>.*)$/;

/** A task as a script gives it: its JSON, or the fields of its hash; `undefined` where there is none. */
export function decodeTask(raw: unknown): Task | undefined {
  if (typeof raw === 'string') return JSON.parse(raw) as Task;
  const fields = fieldsOf(raw);
  const body = fields.get('body');
  if (body === undefined) return undefined;
  const life = LIFE.exec(fields.get('life') ?? '')?.groups ?? {};
  const state = life.state as TaskState;
  const json = <T>(name: string): T => JSON.parse(fields.get(name) ?? 'null') as T;
  const has = (name: string): boolean => fields.has(name);
  return {
    ...(JSON.parse(`${body}}`) as TaskBody),
    state,
    version: Number(life.version),
    attempts: Number(life.attempts),
    failures: has('failures') ? json<TaskFailure[]>('failures') : [],
    ...(state === 'scheduled' ? { dueAt: Number(life.due) } : {}),
    ...(state === 'claimed'
      ? {
          claim: {
            worker: life.worker ?? '',
            fence: Number(life.fence),
            claimedAt: Number(life.since),
            expiresAt: Number(life.ends),
          },
        }
      : {}),
    ...(has('progress') ? { progress: json<NonNullable<Task['progress']>>('progress') } : {}),
    ...(has('result') ? { result: json<JsonValue>('result') } : {}),
    ...(life.ended === '-' ? {} : { endedAt: Number(life.ended) }),
    ...(has('reason') ? { cancelReason: fields.get('reason') ?? '' } : {}),
  };
}
