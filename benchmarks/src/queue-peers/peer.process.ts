import { answerQuestions } from '../measure/answer-questions.js';
import { median } from '../measure/median.js';
import { sharedMilliseconds } from '../measure/shared-clock.js';
import { openAgentcoord } from './agentcoord.js';
import { openBee } from './bee.js';
import { openBull } from './bull.js';
import type { OpenPeer, QueuePeer } from './peer.js';
import type { Question } from './question.js';

const OPENERS: Record<string, OpenPeer> = {
  AgentCoord: openAgentcoord,
  BullMQ: openBull,
  'bee-queue': openBee,
};
const BATCH = 1_000;

const [library = '', port = '', worker = ''] = process.argv.slice(2);
const open = OPENERS[library];
if (open === undefined) throw new Error(`There is no library ${library}.`);

await answerQuestions(async (question: Question) => {
  const peer = await open({ port: Number(port), queue: question.queue, worker });
  try {
    switch (question.do) {
      case 'add':
        return await add(peer, question);
      case 'add-bulk':
        return await addBulk(peer, question.count);
      case 'add-slowly':
        return await addSlowly(peer, question.count);
      case 'work':
        return await work(peer, question);
      case 'work-off':
        return await workOff(peer, question);
    }
  } finally {
    await peer.close();
  }
});

/** @returns jobs a second. */
async function add(
  peer: QueuePeer,
  { count, inFlight }: { count: number; inFlight: number },
): Promise<number> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await peer.add(next++);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  return (count / (performance.now() - began)) * 1_000;
}

/** @returns jobs a second. */
async function addBulk(peer: QueuePeer, count: number): Promise<number> {
  const began = performance.now();
  for (let left = count; left > 0; left -= BATCH) await peer.addBulk(Math.min(left, BATCH));
  return (count / (performance.now() - began)) * 1_000;
}

/** One at a time with a pause, so that the worker is waiting again when the next one comes. */
async function addSlowly(peer: QueuePeer, count: number): Promise<number> {
  for (let index = 0; index < count; index += 1) {
    await peer.add(index);
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  return count;
}

/** @returns jobs a second, from the first job on for so long. */
async function work(
  peer: QueuePeer,
  { concurrency, seconds }: { concurrency: number; seconds: number },
): Promise<number> {
  let count = 0;
  let began = 0;
  let ended: (rate: number) => void = () => undefined;
  const rate = new Promise<number>((resolve) => {
    ended = resolve;
  });
  const stop = await peer.work({
    concurrency,
    onJob() {
      const now = performance.now();
      began ||= now;
      count += 1;
      if (now - began >= seconds * 1_000) ended(((count - 1) / (now - began)) * 1_000);
    },
  });
  const starved = setTimeout(() => {
    throw new Error('The backlog was too small for the time.');
  }, seconds * 10_000);
  try {
    return await rate;
  } finally {
    clearTimeout(starved);
    await stop();
  }
}

/** Works until so many jobs are done. @returns the median time from sending a job to the start of its handler, in ms. */
async function workOff(
  peer: QueuePeer,
  { concurrency, count }: { concurrency: number; count: number },
): Promise<number> {
  const times: number[] = [];
  let ended: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const stop = await peer.work({
    concurrency,
    onJob(sentAt) {
      times.push(sharedMilliseconds() - sentAt);
      if (times.length === count) ended();
    },
  });
  await all;
  await stop();
  return median(times);
}
