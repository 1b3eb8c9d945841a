import { AgentCoordError } from '@agentcoord/core';

/** Where a task stands in what the caller wrote, put before the field in errors: `tasks[3].` or `line 17: `. */
export type PlaceOf = (index: number) => string;

/** `tasks[3]`, `line 17`: the task itself; an only task is just `task`. */
export function wholeTask(place: string): string {
  return place.replace(/[.:]\s*$/, '') || 'task';
}

/** Runs a check of one task; its errors say where that task stands. */
export function inPlace<T>(place: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (place === '' || !AgentCoordError.is(error)) throw error;
    const { field } = error.data;
    const data = typeof field === 'string' ? { ...error.data, field: `${place}${field}` } : error.data;
    throw new AgentCoordError(error.code, `${place}${error.message}`, { data, cause: error.cause });
  }
}
