import {
  checkId,
  checkList,
  checkListTasks,
  checkName,
  DEFAULT_QUEUE,
  invalid,
  MAX_PAGE,
  type QueueStats,
  type Queues,
  type Task,
  type TaskState,
} from '@agentcoord/core';
import type { Caller } from '../../call/caller.js';
import { decodeTask } from '../../decode/task.js';
import { SCRIPTS } from '../../scripts/scripts.js';

const { get, list, stats } = SCRIPTS.queues;

/** Tasks one call of the script looks at: it holds up the server while it does. */
const BATCH = 250;

interface StatsReply {
  healed: boolean;
  counts: Record<TaskState, number>;
  oldestReadyAt?: number;
  readyByRequires: Array<{ requires: string; ready: number }>;
}

/** Getting, listing and counting tasks; each also moves what time has moved. */
export function queueLooks(caller: Caller): Pick<Queues, 'get' | 'list' | 'stats'> {
  const { keys } = caller;
  return {
    async get(request, options) {
      const ids = caller.check(options, () =>
        checkList(request.taskIds, 'taskIds', MAX_PAGE).map((id, index) => checkId(id, `taskIds[${index}]`)),
      );
      if (ids.length === 0) return [];
      const tasks = ids.map((id) => keys.task(id));
      const { rest } = await caller.call(get, { keys: { tasks }, args: { task_ids: ids } }, options);
      return rest.map(decodeTask);
    },

    async list(request, options) {
      const { queue, states, tags, parent, worker, limit, cursor } = caller.check(options, () =>
        checkListTasks(request),
      );
      const filter = {
        queue,
        states: states?.join(' '),
        tags: tags?.join(' '),
        parent,
        worker,
        batch: BATCH,
      };
      const tasks: Task[] = [];
      let after = caller.check(options, () => checkCursor(cursor));
      while (after !== undefined && tasks.length < limit) {
        const args = { ...filter, after, limit: limit - tasks.length };
        const { value, rest } = await caller.call(list, { args }, options);
        tasks.push(...rest.map(decodeTask).filter((task) => task !== undefined));
        after = value.after as number | undefined;
      }
      return { tasks, ...(after === undefined ? {} : { cursor: String(after) }) };
    },

    async stats(request, options) {
      const queue = caller.check(options, () => checkName(request.queue ?? DEFAULT_QUEUE, 'queue'));
      for (;;) {
        const { value } = await caller.call(stats, { args: { queue } }, options);
        const reply = value as unknown as StatsReply;
        if (reply.healed) return toStats(queue, reply);
      }
    },
  };
}

function toStats(queue: string, reply: StatsReply): QueueStats {
  return {
    queue,
    counts: reply.counts,
    ...(reply.oldestReadyAt === undefined ? {} : { oldestReadyAt: reply.oldestReadyAt }),
    readyByRequires: reply.readyByRequires.map(({ requires, ready }) => ({
      requires: requires === '' ? [] : requires.split(','),
      ready,
    })),
  };
}

function checkCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw invalid('cursor', 'the one from the page before', cursor);
}
