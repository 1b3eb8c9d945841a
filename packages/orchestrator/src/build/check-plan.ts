import {
  AgentCoordError,
  checkList,
  checkOneOf,
  checkText,
  printable,
  toAgentCoordError,
} from '@agentcoord/core';
import { writablePath } from '@agentcoord/llm-worker';
import { findCycle } from './find-cycle.js';
import { type BuildPlan, MAX_PLANNED_TASKS, type PlannedTask, TASK_SIZES } from './plan.js';

const KEY = /^[a-z0-9][a-z0-9-]{0,47}$/;
const MAX_SAID = 12;
const PLAN_FIELDS = ['summary', 'tasks'];
const TASK_FIELDS = ['key', 'title', 'description', 'files', 'depends_on', 'verify', 'size'];

/**
 * A model's plan, or everything that is wrong with it. Nothing is repaired silently: the model mends its own plan.
 * @throws `invalid_argument`, `limit_exceeded`, `dependency_cycle`, with each problem in the message.
 */
export function checkPlan(input: unknown): BuildPlan {
  const plan = object(input, 'the plan');
  const problems: string[] = [];
  const attempt = <T>(check: () => T): T | undefined => {
    try {
      return check();
    } catch (thrown) {
      problems.push(toAgentCoordError(thrown).message);
      return undefined;
    }
  };
  attempt(() => onlyFields(plan, 'the plan', PLAN_FIELDS));
  const summary = attempt(() => words(plan.summary, 'summary', 2_000));
  // Before anything is looked at: ten thousand tasks are not ten thousand problems.
  const list = checkList(plan.tasks, 'tasks', MAX_PLANNED_TASKS, 1);
  const tasks = list.flatMap((one, index) => checkTask(one, `tasks[${index}]`, attempt) ?? []);
  problems.push(...duplicates(tasks), ...unknownDependencies(tasks));
  refuse(problems);
  const cycle = findCycle(tasks);
  if (cycle) throw circle(cycle);
  return { summary: summary ?? '', tasks };
}

type Attempt = <T>(check: () => T) => T | undefined;

function checkTask(input: unknown, field: string, attempt: Attempt): PlannedTask | undefined {
  const task = attempt(() => object(input, field));
  if (!task) return undefined;
  attempt(() => onlyFields(task, field, TASK_FIELDS));
  const key = attempt(() => keyOf(task.key, `${field}.key`));
  const title = attempt(() => line(task.title, `${field}.title`, 120));
  const description = attempt(() => words(task.description, `${field}.description`, 8_000));
  const size = attempt(() => checkOneOf(task.size, `${field}.size`, TASK_SIZES));
  const files = attempt(() =>
    checkList(task.files ?? [], `${field}.files`, 32).map((path, index) => {
      return writablePath(checkText(path, `${field}.files[${index}]`, { maxLength: 500 }));
    }),
  );
  const dependsOn = attempt(() =>
    checkList(task.depends_on ?? [], `${field}.depends_on`, MAX_PLANNED_TASKS).map((other, index) => {
      return keyOf(other, `${field}.depends_on[${index}]`);
    }),
  );
  const verify =
    task.verify === undefined || task.verify === ''
      ? undefined
      : attempt(() => line(task.verify, `${field}.verify`, 1_000));
  if (key === undefined || !title || !description || !size || !files || !dependsOn) return undefined;
  return {
    key,
    title,
    description,
    files: [...new Set(files)],
    dependsOn: [...new Set(dependsOn)],
    ...(verify === undefined ? {} : { verify }),
    size,
  };
}

function object(value: unknown, field: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw wrong(`${field} must be an object.`);
}

/** What a plan cannot say it cannot change: tools, budgets, approvers and the sandbox have no field here. */
function onlyFields(value: Record<string, unknown>, field: string, known: readonly string[]): void {
  const others = Object.keys(value).filter((name) => !known.includes(name));
  if (others.length > 0)
    throw wrong(
      `${field} has no field ${others.slice(0, 5).map(quoted).join(', ')}; it has ${known.join(', ')}.`,
    );
}

function keyOf(value: unknown, field: string): string {
  if (typeof value === 'string' && KEY.test(value)) return value;
  throw wrong(`${field} must be 1 to 48 lower-case letters, digits or dashes, such as "parse-csv".`);
}

/** What is shown before it is approved must be all of it: no character may hide something. */
function line(value: unknown, field: string, maxLength: number): string {
  const text = checkText(value, field, { maxLength }).trim();
  if (printable(text, { singleLine: true }) === text) return text;
  throw wrong(`${field} must be one line without control or invisible characters.`);
}

function words(value: unknown, field: string, maxLength: number): string {
  const text = printable(checkText(value, field, { maxLength })).trim();
  if (text !== '') return text;
  throw wrong(`${field} must have text that can be seen.`);
}

function duplicates(tasks: readonly PlannedTask[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { key } of tasks) (seen.has(key) ? twice : seen).add(key);
  return [...twice].map((key) => `The key ${quoted(key)} is there more than once.`);
}

function unknownDependencies(tasks: readonly PlannedTask[]): string[] {
  const keys = new Set(tasks.map(({ key }) => key));
  return tasks.flatMap(({ key, dependsOn }) =>
    dependsOn
      .filter((other) => !keys.has(other))
      .map((other) => `${quoted(key)} depends on ${quoted(other)}, and there is no such task.`),
  );
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length > MAX_SAID ? ` And ${problems.length - MAX_SAID} more.` : '';
  throw new AgentCoordError('invalid_argument', `${problems.slice(0, MAX_SAID).join(' ')}${more}`, {
    data: { problems: problems.length },
  });
}

function circle(cycle: readonly string[]): AgentCoordError {
  return new AgentCoordError(
    'dependency_cycle',
    `The tasks wait for each other in a circle: ${cycle.join(' → ')}. Take one of these dependencies away.`,
    { data: { cycle: [...cycle] } },
  );
}

function wrong(message: string): AgentCoordError {
  return new AgentCoordError('invalid_argument', message);
}

function quoted(text: string): string {
  return JSON.stringify(printable(text, { singleLine: true }).slice(0, 60));
}
