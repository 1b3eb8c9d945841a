import { AgentCoordError, hasEnded, type JsonObject, TASK_STATES, type Task } from '@agentcoord/core';
import { z } from 'zod';
import type { Answer } from '../answers/answer.js';
import { fittingPage } from '../answers/fitting.js';
import { taskInFull, taskLine } from '../answers/views.js';
import {
  cursor,
  entities,
  entity,
  labels,
  limit,
  nextCursor,
  room,
  taskId,
  waitId,
  waitSeconds,
} from './fields.js';
import { defineTool, type Tool } from './tool.js';
import { orPending } from './waiting.js';

const newTask = z.strictObject({
  title: z.string().min(1).max(200),
  description: z.string().max(32_768).optional(),
  priority: z.number().int().min(1).max(5).optional().describe('5 is claimed first. Default 3.'),
  tags: labels.optional(),
  requires: labels.optional().describe('Capabilities a worker must have.'),
  key: z.string().min(1).max(64).optional().describe('A name within this call, for depends_on.'),
  depends_on: z.array(z.string().max(128)).max(100).optional().describe('Ids, or keys of this call.'),
  dedupe_key: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('An unfinished task with it is not added again.'),
  payload: z.record(z.string(), z.unknown()).optional().describe('For workers: verify, files …'),
  max_attempts: z.number().int().min(1).max(100).optional(),
  lease_seconds: z
    .number()
    .min(1)
    .max(86_400)
    .optional()
    .describe('How long a claim outlives its worker. Default 60.'),
});

const addTasks = defineTool({
  name: 'add_tasks',
  title: 'Add tasks',
  description: 'Puts tasks into the queue, all or none. Any agent can then claim them.',
  effect: 'adds',
  input: { tasks: z.array(newTask).min(1).max(100) },
  output: { tasks: entities },
  async run({ tasks }, { client: open }) {
    const client = await open();
    const added = await client.addTasks(
      tasks.map(({ depends_on, dedupe_key, max_attempts, lease_seconds, payload, ...task }) => ({
        ...task,
        ...(depends_on === undefined ? {} : { dependsOn: depends_on }),
        ...(dedupe_key === undefined ? {} : { dedupeKey: dedupe_key }),
        ...(max_attempts === undefined ? {} : { maxAttempts: max_attempts }),
        ...(lease_seconds === undefined ? {} : { lease: lease_seconds * 1_000 }),
        // It came as JSON.
        ...(payload === undefined ? {} : { payload: payload as JsonObject }),
      })),
    );
    const fresh = added.filter(({ status }) => status === 'added').length;
    return {
      summary: `Added ${fresh} of ${added.length} tasks${fresh < added.length ? '; the others were there already' : ''}.`,
      data: { tasks: added.map(({ id, status, state }) => ({ id, status, state })) },
    };
  },
});

const listTasks = defineTool({
  name: 'list_tasks',
  title: 'List tasks',
  description: 'A page of tasks, one line each, in the order they were added. get_task shows one in full.',
  effect: 'reads',
  input: {
    states: z.array(z.enum(TASK_STATES)).optional(),
    tags: labels.optional().describe('With at least one of these.'),
    mine: z.boolean().default(false).describe('Only those that you hold.'),
    limit: limit(20, 100),
    cursor,
  },
  output: { tasks: entities, next_cursor: nextCursor },
  async run({ states, tags, mine, limit: most, cursor: from }, { client: open }) {
    const client = await open();
    const data = await fittingPage(room(most), async ({ limit: size }) => {
      const page = await client.queue.list({
        limit: size,
        ...(states === undefined ? {} : { states }),
        ...(tags === undefined ? {} : { tags }),
        ...(mine ? { worker: client.identity } : {}),
        ...(from === undefined ? {} : { cursor: from }),
      });
      return {
        tasks: page.tasks.map(taskLine),
        ...(page.cursor === undefined ? {} : { next_cursor: page.cursor }),
      };
    });
    return {
      summary: `${data.tasks.length} tasks${'next_cursor' in data ? ', and there are more' : ''}.`,
      data,
    };
  },
});

const getTask = defineTool({
  name: 'get_task',
  title: 'Show a task',
  description: 'Everything about one task. With wait_seconds: once it has ended, or the time is over.',
  effect: 'reads',
  input: { task_id: taskId, wait_seconds: waitSeconds },
  output: { status: z.enum(['found', 'pending']), task: entity.optional(), wait_id: waitId },
  run({ task_id: id, wait_seconds: wait }, call) {
    return orPending(call, 'get_task', async (signal) => {
      const { queue } = await call.client();
      const found = await queue.get(id);
      if (found !== undefined && wait > 0 && !hasEnded(found.state)) await untilEnded(signal);
      const task = found && (await queue.get(id));
      if (task === undefined)
        throw new AgentCoordError('not_found', `There is no task ${JSON.stringify(id)}. Call list_tasks.`);
      return { answer: await taskAnswer(task) };

      async function untilEnded(stop: AbortSignal): Promise<void> {
        try {
          await queue.waitFor(id, { timeout: wait * 1_000, signal: stop });
        } catch (error) {
          // How it ended is shown, whichever way.
          if (!AgentCoordError.is(error, 'task_failed', 'cancelled', 'timeout')) throw error;
        }
      }
    });
  },
});

async function taskAnswer(task: Task): Promise<Answer> {
  const data = await fittingPage(room(1), async ({ characters }) => ({
    status: 'found',
    task: taskInFull(task, characters),
  }));
  return { summary: `Task ${task.id} is ${task.state}.`, data };
}

export const TASK_TOOLS: readonly Tool[] = [addTasks, listTasks, getTask];
