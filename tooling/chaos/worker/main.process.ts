import { describe } from './call-recorder.js';
import { arm } from './crash-point.js';
import { look } from './look.js';
import { lookAtStores } from './look-at-stores.js';
import type { FromWorker, ResourceAsk, ResourceReply, ToWorker } from './messages.js';
import { openSystem } from './openers.js';
import { turnWallClock } from './turned-clock.js';
import { WorkRound } from './work-round.js';

/** A worker of many rounds: does what its parent tells it, one round after the other, until it is killed. */
let round: WorkRound | undefined;
let asks = 0;
const waiting = new Map<number, (reply: ResourceReply) => void>();

function say(message: FromWorker): void {
  process.send?.(message);
}

function useResource(use: ResourceAsk): Promise<ResourceReply> {
  asks += 1;
  const ask = asks;
  say({ kind: 'resource', ask, use });
  return new Promise((resolve) => waiting.set(ask, resolve));
}

async function heed(message: ToWorker): Promise<void> {
  switch (message.kind) {
    case 'begin':
      round = new WorkRound(message, useResource, (why) => say({ kind: 'refused', message: why }));
      await round.start();
      return say({ kind: 'begun' });
    case 'resource':
      waiting.get(message.ask)?.(message.reply);
      waiting.delete(message.ask);
      return;
    case 'arm':
      arm(message.point);
      return say({ kind: 'armed' });
    case 'turn-clock':
      return turnWallClock(message.byMs);
    case 'begin-no-more':
      await round?.beginNoMore();
      return say({ kind: 'begins-no-more' });
    case 'drain':
      await round?.drain();
      return say({ kind: 'drained' });
    case 'end':
      arm(undefined);
      turnWallClock(0);
      await round?.end();
      round = undefined;
      return say({ kind: 'ended' });
    case 'look': {
      const storage = await openSystem(message.system, message.options);
      try {
        await look(storage, message.file);
      } finally {
        await storage.close();
      }
      return say({ kind: 'looked' });
    }
    case 'look-at-stores':
      await lookAtStores(message.stores, message.file);
      return say({ kind: 'looked' });
  }
}

process.on('message', (message) => {
  heed(message as ToWorker).catch((error: unknown) => {
    const { code, message: text } = describe(error);
    say({ kind: 'trouble', message: `${code}: ${text}` });
  });
});
// Without its parent it has nothing to do.
process.on('disconnect', () => process.exit());
say({ kind: 'ready' });
