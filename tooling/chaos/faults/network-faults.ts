import type { Cast, Fault, FaultKind } from './fault.js';
import { drawBelow, drawOne } from './fault.js';

const target = ({ host }: Fault): string => `the way of host ${host}`;

function onOneHost(random: () => number, { cutHosts }: Cast): Partial<Fault> {
  return { host: drawOne(random, cutHosts), forMs: 100 + drawBelow(random, 900) };
}

/** Some requests of one host arrive and run, and their answers are lost, whole or after a few bytes. */
const cutReplies: FaultKind = {
  kind: 'cut-replies',
  needs: 'redis',
  target,
  draw: (random, cast) => ({
    ...onOneHost(random, cast),
    choice: drawOne(random, ['cut-after-request', 'cut-in-reply', 'cut-before-request']),
    count: 2 + drawBelow(random, 12),
  }),
  async begin({ host = 0, choice, count = 1 }, scene) {
    const proxy = scene.proxy(host);
    for (let number = 0; number < count; number += 1) {
      const kind = choice as 'cut-after-request' | 'cut-before-request' | 'cut-in-reply';
      // The way ends before each has happened, and nobody waits for it.
      void proxy.failNext(kind === 'cut-in-reply' ? { kind, bytes: 5 } : { kind });
    }
    return async () => undefined;
  },
};

/** What a record that is written holds, and no question does. */
const OF_A_PUT = '"text"';

/** As above, but only what writes is hit: a question that is asked twice shows nothing. */
const cutRepliesOfPuts: FaultKind = {
  kind: 'cut-replies-of-puts',
  needs: 'redis',
  target,
  draw: (random, cast) => ({
    ...onOneHost(random, cast),
    choice: drawOne(random, ['cut-after-request', 'cut-in-reply']),
    count: 8 + drawBelow(random, 12),
  }),
  async begin({ host = 0, choice, count = 1 }, scene) {
    const proxy = scene.proxy(host);
    for (let number = 0; number < count; number += 1)
      void proxy.failNext(
        choice === 'cut-in-reply' ? { kind: choice, bytes: 5 } : { kind: 'cut-after-request' },
        OF_A_PUT,
      );
    return async () => undefined;
  },
};

const delay: FaultKind = {
  kind: 'delay',
  needs: 'redis',
  target,
  draw: (random, cast) => ({ ...onOneHost(random, cast), count: 5 + drawBelow(random, 200) }),
  async begin({ host = 0, count = 0 }, scene) {
    scene.proxy(host).delay(count);
    return async () => scene.proxy(host).delay(0);
  },
};

/** Nothing arrives any more in one direction, and no connection ends. */
const blackHole: FaultKind = {
  kind: 'black-hole',
  needs: 'redis',
  target,
  draw: (random, cast) => ({
    ...onOneHost(random, cast),
    choice: drawOne(random, ['to-server', 'to-client']),
  }),
  async begin({ host = 0, choice }, scene) {
    scene.proxy(host).blackHole(choice as 'to-server' | 'to-client');
    const hole = scene.cutOffBegins(host);
    return async () => {
      hole.ends();
      scene.proxy(host).blackHole('none');
      // What was swallowed is missing in the middle of a stream: no real network goes on after that.
      scene.proxy(host).cutAll();
    };
  },
};

const refuse: FaultKind = {
  kind: 'refuse',
  needs: 'redis',
  target,
  draw: onOneHost,
  async begin({ host = 0 }, scene) {
    scene.proxy(host).refuse(true);
    const hole = scene.cutOffBegins(host);
    return async () => {
      hole.ends();
      scene.proxy(host).refuse(false);
    };
  },
};

/** What can happen between one host and the server. */
export const NETWORK_FAULTS: readonly FaultKind[] = [cutReplies, cutRepliesOfPuts, delay, blackHole, refuse];
