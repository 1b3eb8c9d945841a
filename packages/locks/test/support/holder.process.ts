import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { createResourceNames, FileLock } from '@agentcoord/locks';
import { openFencedFiles } from '@agentcoord/storage-file';
import { openStore, type Place } from './open-store.js';

/** Holds a lock until it is killed; with `stop` it stops itself, and writes when it has gone on and heard of its loss. */
const [place = '', fenced = '', root = '', path = '', ttl = '', then = ''] = process.argv.slice(2);

const storage = await openStore(JSON.parse(place) as Place);
const files = await openFencedFiles({ folder: fenced });
const locks = new FileLock({
  storage,
  holder: 'child#1',
  agentName: 'child',
  resources: createResourceNames({ root }),
});

const lock = await locks.acquire(path, { ttl, intent: 'hold on' });
lock.signal.addEventListener('abort', () => void afterLoss());
say({ event: 'locked', fence: lock.fence });
// Here, in plain code, it is certain to stop outside a transaction.
if (then === 'stop') process.kill(process.pid, 'SIGSTOP');
setInterval(() => undefined, 60_000);

async function afterLoss(): Promise<void> {
  const { reason } = lock.signal;
  say({ event: 'lost', code: AgentCoordError.is(reason) ? reason.code : String(reason) });
  try {
    await files.write({ path: join(root, path), fence: lock.fence, content: 'late' });
    say({ event: 'wrote' });
  } catch (error) {
    say({ event: 'refused', code: AgentCoordError.is(error) ? error.code : String(error) });
  }
}

function say(line: Record<string, unknown>): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
