import { within } from '../round/within.js';
import type { Fault, FaultKind } from './fault.js';
import { drawBelow, drawOne } from './fault.js';

const target = ({ place }: Fault): string => `worker ${place}`;
const HOUR_MS = 3_600_000;
/** Whoever does not answer by then hangs for another reason, and is found when it is to end its work. */
const MOST_TRIES = 200;

const killWorker: FaultKind = {
  kind: 'kill-worker',
  needs: 'worker',
  target,
  draw: (random, { workers }) => ({ place: drawBelow(random, workers), forMs: drawBelow(random, 200) }),
  async begin({ place = 0 }, scene) {
    const worker = scene.workerAt(place);
    worker.signal('SIGKILL');
    return () => scene.crew.replace(worker);
  },
};

/** All of a host at once, with the one that looks after its store. */
const killHost: FaultKind = {
  kind: 'kill-host',
  needs: 'worker',
  target: () => 'all workers',
  draw: (random, { hosts }) => ({ host: drawBelow(random, hosts), forMs: drawBelow(random, 400) }),
  async begin({ host = 0 }, scene) {
    const workers = scene.crew.placesOf(host).map((place) => scene.workerAt(place));
    for (const worker of workers) worker.signal('SIGKILL');
    return async () => void (await Promise.all(workers.map((worker) => scene.crew.replace(worker))));
  },
};

/**
 * Kills the worker of a place at a named point of its way. To a point of failover comes only who looks after the
 * store of its host, so there it is every worker that gets so far.
 */
const killAtPoint: FaultKind = {
  kind: 'kill-at-point',
  needs: 'worker',
  target,
  draw: (random, { workers, crashPoints }) => ({
    place: drawBelow(random, workers),
    forMs: 300 + drawBelow(random, 700),
    choice: drawOne(random, crashPoints),
    count: 1 + drawBelow(random, 8),
  }),
  async begin({ place = 0, choice = '', count = 1 }, scene) {
    const ofFailover = choice.startsWith('failover-');
    const places = ofFailover ? scene.crew.placesOf() : [place];
    const workers = places.map((one) => scene.workerAt(one));
    const point = { name: choice, nth: ofFailover ? 1 : count, signal: 'SIGKILL' as const };
    for (const worker of workers) worker.tell({ kind: 'arm', point });
    return async () => {
      for (const worker of workers) worker.tell({ kind: 'arm', point: undefined });
      const gone = workers.filter((worker) => worker.isGone);
      await Promise.all(gone.map((worker) => scene.crew.replace(worker)));
    };
  },
};

/** Stands still beyond its leases, then goes on as if nothing had been. */
const stopWorker: FaultKind = {
  kind: 'stop-worker',
  needs: 'worker',
  target,
  draw: (random, { workers, leaseMs }) => ({
    place: drawBelow(random, workers),
    forMs: leaseMs * 2 + drawBelow(random, 2 * leaseMs),
  }),
  async begin({ place = 0 }, scene) {
    const worker = scene.workerAt(place);
    worker.signal('SIGSTOP');
    return async () => worker.signal('SIGCONT');
  },
};

/** At a named point: in the middle of a transaction, or with an answer in its hands that it has not looked at. */
const stopAtPoint: FaultKind = {
  kind: 'stop-at-point',
  needs: 'worker',
  target,
  draw: (random, cast) => ({
    place: drawBelow(random, cast.workers),
    forMs: cast.leaseMs * 2 + drawBelow(random, cast.leaseMs),
    choice: drawOne(random, cast.crashPoints),
    count: 1 + drawBelow(random, 8),
  }),
  async begin({ place = 0, choice = '', count = 1 }, scene) {
    const worker = scene.workerAt(place);
    worker.tell({ kind: 'arm', point: { name: choice, nth: count, signal: 'SIGSTOP' } });
    return async () => {
      const disarmed = worker.ask({ kind: 'arm', point: undefined }, 'armed');
      // It may come to its point before it reads that, and would stand there for ever.
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        worker.signal('SIGCONT');
        if (await within(disarmed, 50)) return;
      }
    };
  },
};

/** One process's wall clock is an hour ahead or behind. */
const turnClock: FaultKind = {
  kind: 'turn-clock',
  needs: 'worker',
  target,
  draw: (random, { workers }) => ({
    place: drawBelow(random, workers),
    forMs: 200 + drawBelow(random, 1_000),
    choice: drawOne(random, ['ahead', 'behind']),
  }),
  async begin({ place = 0, choice }, scene) {
    const worker = scene.workerAt(place);
    worker.tell({ kind: 'turn-clock', byMs: choice === 'ahead' ? HOUR_MS : -HOUR_MS });
    return async () => worker.tell({ kind: 'turn-clock', byMs: 0 });
  },
};

/** What can happen to one process. */
export const PROCESS_FAULTS: readonly FaultKind[] = [
  killWorker,
  killHost,
  killAtPoint,
  stopWorker,
  stopAtPoint,
  turnClock,
];
