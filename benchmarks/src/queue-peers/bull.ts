import { Queue, Worker } from 'bullmq';
import { indexes, type OpenPeer, type Payload, payloadOf, priorityOf } from './peer.js';

/** Priorities as the product has them; ended jobs are removed, as its guide for production says. */
export const openBull: OpenPeer = async ({ port, queue }) => {
  const connection = { port, maxRetriesPerRequest: null };
  const removed = { removeOnComplete: true, removeOnFail: true };
  const jobs = new Queue<Payload>(queue, { connection, defaultJobOptions: removed });
  await jobs.waitUntilReady();
  // In BullMQ 1 is the highest.
  const optionsOf = (index: number) => ({ priority: 6 - priorityOf(index) });
  return {
    add: (index) => jobs.add('job', payloadOf(index), optionsOf(index)),
    addBulk: (count) =>
      jobs.addBulk(
        indexes(count).map((index) => ({ name: 'job', data: payloadOf(index), opts: optionsOf(index) })),
      ),
    async work({ concurrency, onJob }) {
      const handler = async ({ data }: { data: Payload }): Promise<void> => onJob(data.sentAt);
      const worker = new Worker<Payload>(queue, handler, { connection, concurrency });
      worker.on('error', (error) => console.error(error));
      await worker.waitUntilReady();
      return () => worker.close();
    },
    close: () => jobs.close(),
  };
};
