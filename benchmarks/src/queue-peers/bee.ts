import BeeQueue from 'bee-queue';
import { indexes, type OpenPeer, type Payload, payloadOf } from './peer.js';

/** The settings that its README names for throughput: no events, no jobs kept. It has no priorities. */
export const openBee: OpenPeer = async ({ port, queue }) => {
  const settings = { redis: { port }, getEvents: false, sendEvents: false, storeJobs: false };
  const producer = new BeeQueue<Payload>(queue, { ...settings, isWorker: false });
  await producer.ready();
  const jobOf = (index: number): BeeQueue.Job<Payload> => producer.createJob(payloadOf(index));
  return {
    add: (index) => jobOf(index).save(),
    addBulk: (count) => producer.saveAll(indexes(count).map(jobOf)),
    async work({ concurrency, onJob }) {
      const worker = new BeeQueue<Payload>(queue, { ...settings, removeOnSuccess: true });
      await worker.ready();
      worker.process(concurrency, async ({ data }: BeeQueue.Job<Payload>) => onJob(data.sentAt));
      return () => worker.close(1_000);
    },
    close: () => producer.close(),
  };
};
