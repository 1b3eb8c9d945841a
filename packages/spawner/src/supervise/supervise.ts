import { hostname } from 'node:os';
import { AgentCoordError, type Duration, describeThrown, durationMs, type NewId } from '@agentcoord/core';
import { hasItsName, type SpawnedWorker } from '../record/spawned-worker.js';
import type { SpawnerContext } from '../spawner-context.js';
import { nextStep } from './next-step.js';
import { supervisorKey } from './supervisor-key.js';
import { takeTurns } from './take-turns.js';

export type SupervisionEvent =
  | { type: 'worker-waits'; worker: SpawnedWorker; restartAt: number }
  | { type: 'worker-restarted'; worker: SpawnedWorker }
  | { type: 'worker-gave-up'; worker: SpawnedWorker; reason: string }
  | { type: 'supervision-failed'; error: unknown };

export interface SuperviseOptions {
  /** Ends the supervision; the workers go on. */
  signal?: AbortSignal;
  /** How often it looks on its own; what happens in the store it hears. Default `2s`. */
  interval?: Duration;
  /** Ends by itself when no worker of this host is left that would ever be restarted. Default false. */
  untilIdle?: boolean;
  /**
   * Waits to take over while another process supervises. Default true; false ends at once when one does, a time
   * when one still does after it: where that is longer than `leadFor`, it lives.
   */
  standBy?: boolean | Duration;
  /** Without a sign for this long one that supervises is replaced. Default `15s`. */
  leadFor?: Duration;
  onEvent?: (event: SupervisionEvent) => void;
}

export interface Supervision extends SuperviseOptions {
  context: SpawnerContext;
  newId: NewId;
  /** Corrects the records, and returns the latest life of every worker. */
  look: () => Promise<SpawnedWorker[]>;
  /** Starts the next life of a worker. */
  restart: (worker: SpawnedWorker) => Promise<SpawnedWorker>;
}

/**
 * Restarts the workers of this host by their policies, whoever spawned them. Any number of processes may
 * supervise: one leads at a time, and even a leader that does not know yet that it lost the lead restarts
 * nothing twice, for a new life is written down only over the record that it saw. A store that is away, for
 * however long, is waited for.
 */
export function supervise(asked: Supervision): Promise<void> {
  const supervision = { ...asked, onEvent: (event: SupervisionEvent) => tell(asked, event) };
  const { context, newId, signal, untilIdle = false, standBy = true, onEvent } = supervision;
  const { storage, clock, by } = context;
  const intervalMs = Math.max(1, durationMs(supervision.interval ?? '2s', 'interval'));
  const ttlMs = Math.max(500, durationMs(supervision.leadFor ?? '15s', 'leadFor'));
  const key = supervisorKey(hostname());
  const holder = `${by}#${newId('supervisor')}`;
  return takeTurns(
    {
      lease: { storage, clock, newId, key, holder, ttlMs, ...(signal ? { signal } : {}) },
      intervalMs,
      standByMs: standByOf(standBy),
      isNeeded: async () => !untilIdle || (await hasWork(supervision)),
      onTrouble: (error) => onEvent({ type: 'supervision-failed', error }),
    },
    (leading) => superviseWhileLeading(supervision, intervalMs, leading),
  );
}

/** A listener that throws is a listener without ears, and no end of the supervision. */
function tell({ onEvent }: SuperviseOptions, event: SupervisionEvent): void {
  try {
    onEvent?.(event);
  } catch (error) {
    process.emitWarning(`onEvent threw on ${event.type}: ${describeThrown(error)}`, 'AgentCoordWarning');
  }
}

function standByOf(standBy: boolean | Duration): number {
  if (typeof standBy === 'boolean') return standBy ? Number.POSITIVE_INFINITY : 0;
  return durationMs(standBy, 'standBy');
}

async function superviseWhileLeading(
  supervision: Supervision,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { context, onEvent } = supervision;
  const told: ToldTroubles = new Map();
  await using listener = await context.storage.signals.listen({ channels: ['record/workers'] });
  for (;;) {
    signal.throwIfAborted();
    try {
      const now = await context.storage.now();
      const workers = (await supervision.look()).filter(isOurs);
      for (const worker of workers) await step(supervision, worker, { now, told });
      if (supervision.untilIdle && !(await hasWork(supervision))) return;
    } catch (error) {
      if (signal.aborted || AgentCoordError.is(error, 'closed')) throw error;
      onEvent?.({ type: 'supervision-failed', error });
    }
    const timeoutMs = await untilDue(supervision, intervalMs).catch(() => intervalMs);
    await listener.next({ timeoutMs, signal });
  }
}

/** What was last said of a life that cannot begin: it is tried again and again, and said once. */
type ToldTroubles = Map<string, string>;

async function step(
  supervision: Supervision,
  worker: SpawnedWorker,
  { now, told }: { now: number; told: ToldTroubles },
): Promise<void> {
  const { context, onEvent } = supervision;
  const next = nextStep(worker, now);
  if (next.do === 'nothing') return;
  if (next.do === 'wait') {
    const { until: restartAt, restart } = next;
    const waiting = await context.records.change(worker, (stored) =>
      stored.stopRequested ? {} : { state: 'restarting', restartAt, restart },
    );
    onEvent?.({ type: 'worker-waits', worker: waiting, restartAt });
  } else if (next.do === 'give-up') {
    const { reason } = next;
    const left = await context.records.change(worker, (stored) => ({
      state: 'crash-loop',
      exit: { ...stored.exit, reason },
    }));
    onEvent?.({ type: 'worker-gave-up', worker: left, reason });
  } else {
    try {
      onEvent?.({ type: 'worker-restarted', worker: await supervision.restart(worker) });
    } catch (error) {
      // Another supervisor was first, or it was stopped in between.
      if (AgentCoordError.is(error, 'conflict') || told.get(worker.id) === describeThrown(error)) return;
      told.set(worker.id, describeThrown(error));
      onEvent?.({ type: 'supervision-failed', error });
    }
  }
}

/** A wait for a restart ends when it is due, not at the next look. */
async function untilDue({ context }: Supervision, intervalMs: number): Promise<number> {
  const [now, records] = await Promise.all([context.storage.now(), context.records.list()]);
  const due = records.flatMap(({ worker }) =>
    isOurs(worker) && worker.state === 'restarting' && worker.restartAt !== undefined
      ? [worker.restartAt - now]
      : [],
  );
  // One that is due already was tried in this round; it waits for the next.
  return Math.min(intervalMs, ...due.filter((ms) => ms > 0));
}

async function hasWork({ context }: Supervision): Promise<boolean> {
  const now = await context.storage.now();
  return (await context.records.list()).some(
    ({ worker }) =>
      isOurs(worker) &&
      worker.restart !== undefined &&
      !worker.stopRequested &&
      (hasItsName(worker) || nextStep(worker, now).do !== 'nothing'),
  );
}

function isOurs({ spawnerHost }: SpawnedWorker): boolean {
  return spawnerHost === hostname();
}
