import '@agentcoord/tooling/lua-register';
import { appendFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { AgentCoordError, newId, pause, type Storage, systemClock } from '@agentcoord/core';
import { Board, type SendReceipt } from '../../src/index.js';
import { GO, READY, type TalkJob } from './talk-job.js';

/** One process of the crowd: opens threads and replies until its time is over, or until it is killed. */
const job = JSON.parse(process.argv[2] ?? '') as TalkJob;

/** Handed to the kernel before the call returns, so a SIGKILL right after it loses nothing. */
function record(entry: object): void {
  appendFileSync(job.historyFile, `${JSON.stringify(entry)}\n`);
}

async function openStorage(): Promise<Storage> {
  if (job.open === 'file') {
    const { openFileStorage } = await import('@agentcoord/storage-file');
    return openFileStorage(job.options as never);
  }
  const { openRedisStorage } = await import('@agentcoord/storage-redis');
  return openRedisStorage(job.options as never);
}

/** As an agent should: what has no answer is sent again under its id, until it has one. */
async function untilAnswered(send: () => Promise<SendReceipt>): Promise<SendReceipt> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!AgentCoordError.is(error, 'storage_unavailable', 'storage_unknown')) throw error;
      await pause(50);
    }
  }
}

const storage = await openStorage();
const board = new Board({ storage, author: job.name });
const input = createInterface({ input: process.stdin });
writeSync(1, `${READY}\n`);
for await (const line of input) if (line === GO) break;
input.close();
try {
  const endsAt = systemClock.elapsed() + job.forMs;
  for (let number = 1; systemClock.elapsed() < endsAt; number += 1) {
    const entryId = newId('post');
    const message = `${number} by ${job.name}`;
    record({ kind: 'entry-asked', entryId });
    const { sequence } = await untilAnswered(() =>
      number % 5 === 0
        ? board.post({ id: entryId, title: 'A thread', message })
        : board.reply(job.thread, { id: entryId, message }),
    );
    record({ kind: 'entry-acknowledged', entryId, sequence });
  }
} catch (error) {
  const message = error instanceof Error ? String(error.stack) : String(error);
  record({ kind: 'call-failed', code: AgentCoordError.is(error) ? error.code : 'unknown', message });
  process.exitCode = 1;
} finally {
  await storage.close();
}
