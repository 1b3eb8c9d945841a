import { AgentCoordError, describeThrown, MAX_TASKS_PER_PUSH, type NewId, newId } from '@agentcoord/core';
import { draftBatch } from './draft-batch.js';
import { fieldGivenTwice } from './json-fields.js';
import { type Line, type LineSource, linesOf } from './lines-of.js';
import { type PlaceOf, wholeTask } from './place.js';
import type { TaskInput } from './task-input.js';

/** Tasks with the lines they came from. */
export interface TaskLines {
  tasks: TaskInput[];
  placeOf: PlaceOf;
}

/**
 * Reads tasks from JSON Lines: one task object a line, blank lines allowed, at most 10,000 tasks.
 * `key` names a task for `dependsOn` and `parent` of other lines.
 *
 * Everything that can be known without the store is checked before this resolves, so a file with a
 * mistake is refused whole.
 * @throws `invalid_argument`, `too_large`, `limit_exceeded` or `dependency_cycle`; the message names
 * the line: `line 17: priority must be a whole number from 1 to 5; got 9.`
 */
export async function readTaskLines(source: LineSource): Promise<TaskInput[]> {
  const { tasks } = await parseTaskLines(source);
  return tasks;
}

export async function parseTaskLines(source: LineSource, makeId: NewId = newId): Promise<TaskLines> {
  const tasks: TaskInput[] = [];
  const lineNumbers: number[] = [];
  for await (const line of linesOf(source)) {
    if (tasks.length === MAX_TASKS_PER_PUSH) throw tooMany(line.number);
    tasks.push(parseLine(line));
    lineNumbers.push(line.number);
  }
  if (tasks.length === 0) {
    throw new AgentCoordError(
      'invalid_argument',
      'There is no task in the file: every line is blank. Write one JSON object a line.',
    );
  }
  const placeOf: PlaceOf = (index) => `line ${lineNumbers[index]}: `;
  draftBatch(tasks, { newId: makeId }, placeOf);
  return { tasks, placeOf };
}

function parseLine({ number, text }: Line): TaskInput {
  const place = `line ${number}: `;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw lineError(
      number,
      `${place}not valid JSON (${describeThrown(cause)}). Each line is one whole JSON object.`,
      cause,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw lineError(number, `${wholeTask(place)} must be one JSON object: a task.`);
  }
  const twice = fieldGivenTwice(text);
  if (twice !== undefined)
    throw lineError(number, `${place}the field ${JSON.stringify(twice)} is given twice.`);
  // Its fields are checked with the whole batch, where the messages can name other lines.
  return value as TaskInput;
}

function lineError(line: number, message: string, cause?: unknown): AgentCoordError {
  return new AgentCoordError('invalid_argument', message, { data: { line }, cause });
}

function tooMany(line: number): AgentCoordError {
  return new AgentCoordError(
    'limit_exceeded',
    `line ${line}: more than ${MAX_TASKS_PER_PUSH} tasks. One file is stored all or none, so split it.`,
    { data: { line, limit: MAX_TASKS_PER_PUSH } },
  );
}
