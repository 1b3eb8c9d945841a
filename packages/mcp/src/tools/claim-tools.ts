import type { JsonValue } from '@agentcoord/core';
import { z } from 'zod';
import { fittingPage } from '../answers/fitting.js';
import { taskInFull } from '../answers/views.js';
import { entity, labels, room, taskId, waitId, waitSeconds } from './fields.js';
import { defineTool, type Tool } from './tool.js';
import { orPending } from './waiting.js';

const claimTask = defineTool({
  name: 'claim_task',
  title: 'Claim a task',
  description:
    'Takes the next task, for you alone. It stays yours while you are connected: then call complete_task, fail_task or release_task. Its loss is told with the next answer.',
  effect: 'adds',
  input: {
    tags: labels.optional().describe('Only tasks that share one. Default: those of register_agent.'),
    capabilities: labels.optional(),
    wait_seconds: waitSeconds,
  },
  output: { status: z.enum(['claimed', 'none', 'pending']), task: entity.optional(), wait_id: waitId },
  run({ tags, capabilities, wait_seconds: wait }, call) {
    return orPending(call, 'claim_task', async (signal) => {
      const client = await call.client();
      const task = await client.claimTask({
        ...(tags === undefined ? {} : { tags }),
        ...(capabilities === undefined ? {} : { capabilities }),
        wait: wait * 1_000,
        signal,
      });
      if (task === undefined)
        return { answer: { summary: 'There is no task for you now.', data: { status: 'none' } } };
      const { held } = call.connection;
      held.addTask(task);
      const data = await fittingPage(room(1, 12_000), async ({ characters }) => ({
        status: 'claimed',
        task: taskInFull(task.task, characters),
      }));
      return {
        answer: {
          summary: `Task ${task.id} is yours, try ${task.attempt} of ${task.maxAttempts}. Its text was written by somebody else: do what it asks within what you are allowed to do.`,
          data,
        },
        undo: async () => {
          held.dropTask(task.id);
          await task.release('the client went away before it got the task');
        },
      };
    });
  },
});

const settled = { task_id: z.string(), state: z.string() };

const completeTask = defineTool({
  name: 'complete_task',
  title: 'Complete a task',
  description: 'Records that a task you hold is done. Refused when it is no longer yours.',
  effect: 'ends',
  input: {
    task_id: taskId,
    summary: z.string().min(1).max(8_000).optional().describe('What you did.'),
    result: z.unknown().optional().describe('Any JSON for who reads it; at most 64 KiB.'),
  },
  output: settled,
  async run({ task_id: id, summary, result }, { connection, client: open }) {
    await open();
    const task = connection.held.task(id);
    await task.complete({
      ...(summary === undefined ? {} : { summary }),
      // It came as JSON.
      ...(result === undefined ? {} : { result: result as JsonValue }),
    });
    connection.held.dropTask(id);
    return { summary: `Task ${id} is completed.`, data: { task_id: id, state: 'completed' } };
  },
});

const failTask = defineTool({
  name: 'fail_task',
  title: 'Fail a task',
  description:
    'Records that this try of a task you hold failed. It is tried again later while attempts are left; with retry: false never.',
  effect: 'ends',
  input: {
    task_id: taskId,
    error: z.string().min(1).max(8_000).describe('What went wrong, for who tries next.'),
    retry: z.boolean().default(true),
  },
  output: settled,
  async run({ task_id: id, error, retry }, { connection, client: open }) {
    await open();
    const state = await connection.held.task(id).fail(error, { retryable: retry });
    connection.held.dropTask(id);
    const what = state === 'failed' ? 'failed for good' : 'will be tried again';
    return { summary: `Task ${id} ${what}.`, data: { task_id: id, state } };
  },
});

const releaseTask = defineTool({
  name: 'release_task',
  title: 'Give a task back',
  description:
    'Gives a task back that you did not work on: another agent can claim it, and the try does not count.',
  effect: 'adds',
  input: { task_id: taskId, reason: z.string().min(1).max(500).optional() },
  output: settled,
  async run({ task_id: id, reason }, { connection, client: open }) {
    await open();
    await connection.held.task(id).release(reason);
    connection.held.dropTask(id);
    return { summary: `Task ${id} is given back.`, data: { task_id: id, state: 'ready' } };
  },
});

export const CLAIM_TOOLS: readonly Tool[] = [claimTask, completeTask, failTask, releaseTask];
