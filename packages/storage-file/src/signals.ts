import { checkChannels, type Signals } from '@agentcoord/core';
import type { Hub } from './signals/hub.js';
import type { Presence } from './signals/presence.js';
import type { Store } from './store/store.js';

/** @param presence how other processes learn that this one waits; left out for a store nobody else sees. */
export function createSignals(store: Store, hub: Hub, presence?: Presence): Signals {
  return {
    async publish(request, options) {
      const channels = checkChannels(request);
      await store.tend((tx) => {
        for (const channel of channels) tx.signal(channel);
      }, options);
    },
    async listen(request, options) {
      const channels = [...new Set(checkChannels(request))];
      store.assertOpen(options);
      const listener = hub.listen(channels, () => presence?.leave(channels));
      try {
        await presence?.enter(channels, options);
        store.assertOpen();
        return listener;
      } catch (error) {
        await listener.close();
        throw error;
      }
    },
  };
}
