import type { Fault, FaultKind } from './fault.js';
import { drawBelow, drawOne } from './fault.js';

const STATES = ['refuses', 'swallows-requests', 'swallows-replies'] as const;
type State = (typeof STATES)[number];

/** A primary that is a file store cannot be killed: nobody reaches it any more instead. */
const primaryAway: FaultKind = {
  kind: 'primary-away',
  needs: 'file-primary',
  target: () => 'the primary',
  draw: (random) => ({ forMs: 100 + drawBelow(random, 1_500), choice: drawOne(random, STATES) }),
  async begin({ choice }, scene) {
    return lose(scene, [0, 1], choice as State);
  },
};

/** Calls are then under way for long: what ran and was not heard of must be known to the owner that comes next. */
const repliesLost: FaultKind = {
  kind: 'replies-lost',
  needs: 'file-primary',
  target: () => 'the primary',
  draw: (random) => ({ forMs: 500 + drawBelow(random, 2_000) }),
  async begin(_fault, scene) {
    for (const host of [0, 1]) scene.setWay(host, 'loses-some-replies');
    return async () => {
      for (const host of [0, 1]) scene.setWay(host, 'open');
    };
  },
};

/** So long a host must have been alone before it takes the namespace back, and a while for doing so. */
const TAKE_BACK_MS = 1_800;
/** So long it is shared before. */
const SHARED_MS = 600;

/**
 * Agents of another host come and go, and calls whose replies are lost are under way when the namespace is taken back: only
 * their slots tell the next owner that they have run.
 */
const repliesLostAtTakeBack: FaultKind = {
  kind: 'replies-lost-at-take-back',
  needs: 'file-primary',
  target: () => 'the primary',
  draw: (random) => ({ forMs: TAKE_BACK_MS, count: 1 + drawBelow(random, 2) }),
  async begin({ count = 1 }, scene) {
    const leave = await scene.crew.visit(1, count);
    await scene.workFor(SHARED_MS);
    await leave(false);
    scene.setWay(0, 'loses-replies-at-a-move');
    return async () => scene.setWay(0, 'open');
  },
};

const wayLost: FaultKind = {
  kind: 'way-lost',
  needs: 'file-primary',
  target: () => 'the primary',
  draw: (random, { cutHosts }) => ({
    host: drawOne(random, cutHosts),
    forMs: 100 + drawBelow(random, 1_500),
    choice: drawOne(random, STATES),
  }),
  async begin({ host = 1, choice }, scene) {
    return lose(scene, [host], choice as State);
  },
};

function lose(scene: Parameters<FaultKind['begin']>[1], hosts: readonly number[], state: State) {
  for (const host of hosts) scene.setWay(host, state);
  const holes = hosts.map((host) => scene.cutOffBegins(host));
  return async () => {
    for (const hole of holes) hole.ends();
    for (const host of hosts) scene.setWay(host, 'open');
  };
}

/** Agents of another host come into the namespace, work for a while, and go or die. */
const otherHostComes: FaultKind = {
  kind: 'other-host-comes',
  needs: 'failover',
  target: (_fault: Fault) => 'visitors',
  draw: (random) => ({
    forMs: 500 + drawBelow(random, 2_000),
    count: 1 + drawBelow(random, 3),
    choice: drawOne(random, ['leaves', 'dies']),
  }),
  async begin({ count = 1, choice }, scene) {
    const end = await scene.crew.visit(1, count);
    return () => end(choice === 'dies');
  },
};

export const FAILOVER_FAULTS: readonly FaultKind[] = [
  primaryAway,
  repliesLost,
  repliesLostAtTakeBack,
  wayLost,
  otherHostComes,
];
