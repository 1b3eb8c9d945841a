import { checkInteger, checkLabels, checkList, checkOneOf, checkText, invalid } from '../check.js';
import { AgentCoordError } from '../errors/agent-coord-error.js';
import { checkId } from '../id.js';
import type { NewTask } from '../storage/task.js';
import { checkJson, encodeJson } from '../text/json.js';
import { MAX_DURATION_MS } from '../time/duration.js';
import { MAX_DEPENDENCIES, MAX_LEASE_MS, MAX_TASK_BYTES, MAX_TASKS_PER_PUSH, MIN_LEASE_MS } from './caps.js';
import { CheckedJson } from './checked-json.js';
import { checkIdentity, checkName } from './names.js';

export const DEFAULT_QUEUE = 'default';
export const DEFAULT_PRIORITY = 3;
export const DEFAULT_MAX_ATTEMPTS = 3;

const NEW_TASK_FIELDS = new Set<string>([
  'id',
  'title',
  'description',
  'payload',
  'priority',
  'tags',
  'requires',
  'dependsOn',
  'onDependencyFailure',
  'parent',
  'delayMs',
  'maxAttempts',
  'leaseMs',
  'dedupeKey',
  'createdBy',
] satisfies Array<keyof NewTask>);

const NONE: string[] = [];

/** A new task with its defaults filled in. */
export type CheckedTask = NewTask &
  Required<
    Pick<
      NewTask,
      'priority' | 'tags' | 'requires' | 'dependsOn' | 'onDependencyFailure' | 'maxAttempts' | 'delayMs'
    >
  >;

/** What is stored of a task as it was pushed: all but its delay. Of tasks that `checkNewTask` or `checkPush` gave. */
export function taskJson(task: CheckedTask): string {
  const json = CheckedJson.of(task);
  if (json === undefined) throw new TypeError('Only a checked task has its JSON ready.');
  return json;
}

/** @param field names the task in errors: `tasks[3]`, or empty for a single one. */
export function checkNewTask(task: NewTask, field = ''): CheckedTask {
  const at = (name: string): string => (field ? `${field}.${name}` : name);
  if (typeof task !== 'object' || task === null || Array.isArray(task))
    throw invalid(field || 'task', 'an object', task);
  // The queue checks a task where it is written, the store again.
  if (CheckedJson.of(task) !== undefined) return task as CheckedTask;
  for (const name of Object.keys(task)) {
    if (!NEW_TASK_FIELDS.has(name))
      throw invalid(
        at(name),
        `left out: a task has no such field (it has ${[...NEW_TASK_FIELDS].join(', ')})`,
      );
  }
  const body: Omit<CheckedTask, 'delayMs'> = {
    id: checkId(task.id, at('id')),
    title: checkTitle(task.title, at('title')),
    priority:
      task.priority === undefined ? DEFAULT_PRIORITY : checkInteger(task.priority, at('priority'), 1, 5),
    tags: checkLabels(task.tags ?? NONE, at('tags'), 16),
    requires: checkLabels(task.requires ?? NONE, at('requires'), 16),
    dependsOn: checkDependsOn(task, at('dependsOn')),
    onDependencyFailure: checkOneOf(task.onDependencyFailure ?? 'block', at('onDependencyFailure'), [
      'block',
      'cancel',
    ]),
    maxAttempts:
      task.maxAttempts === undefined
        ? DEFAULT_MAX_ATTEMPTS
        : checkInteger(task.maxAttempts, at('maxAttempts'), 1, 100),
  };
  if (task.description !== undefined) {
    body.description = checkText(task.description, at('description'), { minLength: 0, maxLength: 32_768 });
  }
  if (task.payload !== undefined) body.payload = checkPayload(task.payload, at('payload'));
  if (task.parent !== undefined) body.parent = checkId(task.parent, at('parent'));
  if (task.leaseMs !== undefined)
    body.leaseMs = checkInteger(task.leaseMs, at('leaseMs'), MIN_LEASE_MS, MAX_LEASE_MS);
  if (task.dedupeKey !== undefined) body.dedupeKey = checkIdentity(task.dedupeKey, at('dedupeKey'));
  if (task.createdBy !== undefined) body.createdBy = checkIdentity(task.createdBy, at('createdBy'));
  const delayMs =
    task.delayMs === undefined ? 0 : checkInteger(task.delayMs, at('delayMs'), 0, MAX_DURATION_MS);
  const json = JSON.stringify(body);
  // A code unit becomes three bytes at most; beyond that the payload is looked at first, so that the error names it.
  if (json.length * 3 > MAX_TASK_BYTES) {
    if (body.payload !== undefined) encodeJson(body.payload, at('payload'), MAX_TASK_BYTES);
    encodeJson(body, field || 'task', MAX_TASK_BYTES);
  }
  const checked = body as CheckedTask;
  checked.delayMs = delayMs;
  CheckedJson.keep(checked, json);
  return Object.freeze(checked);
}

function checkTitle(value: unknown, field: string): string {
  const title = checkText(value, field, { maxLength: 200 });
  if (/[\r\n]/.test(title)) throw invalid(field, 'a single line', value);
  return title;
}

function checkPayload(value: unknown, field: string): NonNullable<NewTask['payload']> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(field, 'an object', value);
  checkJson(value, field);
  return value as NonNullable<NewTask['payload']>;
}

function checkDependsOn(task: NewTask, field: string): string[] {
  if (task.dependsOn === undefined) return [];
  const ids = checkList(task.dependsOn, field, MAX_DEPENDENCIES).map((id, index) =>
    checkId(id, `${field}[${index}]`),
  );
  if (ids.includes(task.id)) {
    throw new AgentCoordError('dependency_cycle', `${field}: a task cannot depend on itself (${task.id}).`, {
      data: { field, cycle: [task.id, task.id] },
    });
  }
  return [...new Set(ids)];
}

export function checkPush(request: { queue?: string; tasks: NewTask[] }): {
  queue: string;
  tasks: CheckedTask[];
} {
  const list = checkList(request.tasks, 'tasks', MAX_TASKS_PER_PUSH, 1);
  const tasks = list.map((task, index) =>
    checkNewTask(task as NewTask, list.length === 1 ? '' : `tasks[${index}]`),
  );
  if (tasks.length > 1) checkDistinctIds(tasks);
  checkNoCycle(tasks);
  return { queue: checkName(request.queue ?? DEFAULT_QUEUE, 'queue'), tasks };
}

function checkDistinctIds(tasks: readonly CheckedTask[]): void {
  const first = new Map<string, number>();
  for (const [index, task] of tasks.entries()) {
    const earlier = first.get(task.id);
    if (earlier !== undefined)
      throw invalid(`tasks[${index}].id`, `different from that of tasks[${earlier}]`, task.id);
    first.set(task.id, index);
  }
}

/** Stored tasks never change their dependencies, so a cycle can only lie within one push (depth-first search, iterative). */
export function checkNoCycle(tasks: ReadonlyArray<Pick<CheckedTask, 'id' | 'dependsOn'>>): void {
  if (!tasks.some(({ dependsOn }) => dependsOn.length > 0)) return;
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const done = new Set<string>();
  for (const start of tasks) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const stack: Array<{ id: string; leave: boolean }> = [{ id: start.id, leave: false }];
    for (let step = stack.pop(); step; step = stack.pop()) {
      if (step.leave) {
        path.pop();
        onPath.delete(step.id);
        done.add(step.id);
        continue;
      }
      if (onPath.has(step.id)) throw cycleError([...path.slice(path.indexOf(step.id)), step.id]);
      const task = byId.get(step.id);
      if (!task || done.has(step.id)) continue;
      path.push(step.id);
      onPath.add(step.id);
      stack.push({ id: step.id, leave: true });
      for (const id of task.dependsOn) stack.push({ id, leave: false });
    }
  }
}

function cycleError(cycle: string[]): AgentCoordError {
  return new AgentCoordError(
    'dependency_cycle',
    `dependsOn goes in a circle: ${cycle.join(' → ')}. Remove one of these dependencies.`,
    { data: { field: 'dependsOn', cycle } },
  );
}
