import { appendFileSync, writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { createResourceNames, FileLock } from '@agentcoord/locks';
import { openStore, type Place } from './open-store.js';

/** Takes one lock again and again and notes when it is inside; `doomed` stays inside until it is killed. */
const [place = '', root = '', history = '', who = '', rounds = '', doomed = ''] = process.argv.slice(2);

const storage = await openStore(JSON.parse(place) as Place);
const locks = new FileLock({ storage, holder: `${who}#1`, resources: createResourceNames({ root }) });

for (let round = 0; round < Number(rounds); round += 1) {
  await locks.withLock('shared.txt', { ttl: '2s', wait: '10m' }, async ({ fence }) => {
    note('enter', fence);
    if (doomed === 'doomed' && round === 1) await untilKilled();
    await turn();
    note('exit', fence);
  });
}
say({ event: 'done' });
await storage.close();

function note(what: string, fence: number): void {
  appendFileSync(history, `${JSON.stringify({ what, who, fence })}\n`);
}

async function untilKilled(): Promise<never> {
  say({ event: 'inside' });
  setInterval(() => undefined, 60_000);
  return new Promise<never>(() => undefined);
}

function say(line: Record<string, unknown>): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
