import type { JsonObject } from '@agentcoord/core';
import { type TaskInput, TaskQueue } from '@agentcoord/queue';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { indexes, type OpenPeer, type Payload, payloadOf, priorityOf } from './peer.js';

/** The product as it is installed: its defaults, which are leases, fences, slots and events. */
export const openAgentcoord: OpenPeer = async ({ port, queue, worker }) => {
  const storage = await openRedisStorage({ port, namespace: 'benchmark' });
  const tasks = new TaskQueue({ storage, queue, worker });
  return {
    add: (index) => tasks.add(taskOf(index)),
    addBulk: (count) => tasks.addMany(indexes(count).map(taskOf)),
    work({ concurrency, onJob }) {
      const stop = new AbortController();
      const working = tasks.work(async ({ payload }) => onJob((payload as unknown as Payload).sentAt), {
        concurrency,
        signal: stop.signal,
      });
      return Promise.resolve(() => {
        stop.abort();
        return working;
      });
    },
    close: () => storage.close(),
  };
};

function taskOf(index: number): TaskInput {
  return { title: 'job', priority: priorityOf(index), payload: payloadOf(index) as unknown as JsonObject };
}
