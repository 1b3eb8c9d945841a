import { answerQuestions } from '../measure/answer-questions.js';
import { sharedMilliseconds } from '../measure/shared-clock.js';
import { LOCK_LIBRARIES, type LockLibrary } from './libraries.js';
import type { LockPeer } from './peer.js';
import type { Held, Question } from './question.js';

const [library = '', port = '', holder = ''] = process.argv.slice(2);
const open = LOCK_LIBRARIES[library as LockLibrary];
const locks = await open({ port: Number(port), holder });

await answerQuestions(async (question: Question): Promise<number | Held[]> => {
  if (question.do === 'cycle') return await cycle(locks, question.count);
  return await contend(locks, question);
});

/** @returns acquisitions a second, each given back before the next. */
async function cycle({ acquire }: LockPeer, count: number): Promise<number> {
  const began = performance.now();
  for (let index = 0; index < count; index += 1) {
    const release = await acquire('benchmarks/package.json');
    await release();
  }
  return (count / (performance.now() - began)) * 1_000;
}

/** Asks for one lock again and again for so long. */
async function contend(
  { acquire }: LockPeer,
  { seconds, holdMs, pauseMs }: { seconds: number; holdMs: number; pauseMs: number },
): Promise<Held[]> {
  const held: Held[] = [];
  const end = sharedMilliseconds() + seconds * 1_000;
  while (sharedMilliseconds() < end) {
    const asked = sharedMilliseconds();
    const release = await acquire('benchmarks/README.md');
    const acquired = sharedMilliseconds();
    await pause(holdMs);
    held.push({ holder, asked, acquired, released: sharedMilliseconds() });
    await release();
    if (pauseMs > 0) await pause(pauseMs);
  }
  return held;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
