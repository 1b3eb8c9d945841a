import { checkChannels, type Signals } from '@agentcoord/core';
import type { Caller } from '../call/caller.js';
import { TimeUp } from '../call/deadline.js';
import { storageError } from '../errors/storage-error.js';
import { SCRIPTS } from '../scripts/scripts.js';
import type { Subscriptions } from '../signals/subscriptions.js';

export function redisSignals(caller: Caller, subscriptions: Subscriptions): Signals {
  return {
    async publish(request, options) {
      const channels = caller.check(options, () => checkChannels(request));
      await caller.call(SCRIPTS.signals.publish, { args: { channels } }, options);
    },

    async listen(request, options = {}) {
      const channels = caller.check(options, () => checkChannels(request));
      const deadline = caller.deadline(options);
      try {
        return await subscriptions.listen(channels.map(caller.keys.channel), deadline);
      } catch (error) {
        throw error instanceof TimeUp ? storageError('not-sent', error, caller.link.place) : error;
      } finally {
        deadline.end();
      }
    },
  };
}
