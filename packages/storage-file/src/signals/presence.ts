import type { CallOptions } from '@agentcoord/core';
import type { Store } from '../store/store.js';
import { createBellFile, removeBellFile } from './bell-file.js';
import type { Hub } from './hub.js';
import { announce, pruneBells, readRung, WAIT_MS, withdraw, withdrawBell } from './waits.js';

const REFRESH_MS = WAIT_MS / 3;
const POLL_MS = 1_000;

/** Lets other processes know what this one waits for, and hears their bells. */
export interface Presence {
  /** After it, every signal on these channels arrives. */
  enter(channels: readonly string[], options?: CallOptions): Promise<void>;
  leave(channels: readonly string[]): void;
  close(): Promise<void>;
}

interface Announced {
  /** How often the channel was rung when last looked. */
  rung: number;
  /** Until when others believe that this process waits. */
  until: number;
}

/** A process that was stopped for so long that nobody rang for it any more wakes all who wait: a look costs little. */
function mayHaveMissed(known: Announced | undefined, rung: number, now: number): boolean {
  return known !== undefined && (known.rung !== rung || known.until < now);
}

export function createPresence(parts: { store: Store; hub: Hub; folder: string; bell: string }): Presence {
  const { store, hub, folder, bell } = parts;
  const file = createBellFile(folder, bell, hear);
  /** How many listeners each channel has here. */
  const listeners = new Map<string, number>();
  /** What stands in the store. */
  const announced = new Map<string, Announced>();
  let timers: NodeJS.Timeout[] = [];
  let isHearing = false;

  /** A ring says only that something happened; what, stands in the store. */
  function hear(): void {
    if (isHearing) return;
    isHearing = true;
    store
      .read((view) => readRung(view, bell))
      .then(notify, () => undefined)
      .finally(() => {
        isHearing = false;
      });
  }

  function notify(rows: ReadonlyArray<{ channel: string; rung: number }>): void {
    const changed = rows.filter(({ channel, rung }) => announced.get(channel)?.rung !== rung);
    for (const { channel, rung } of changed) {
      const known = announced.get(channel);
      if (known) known.rung = rung;
    }
    hub.notify(changed.map((row) => row.channel));
  }

  async function stand(channels: readonly string[], options?: CallOptions): Promise<void> {
    file.ensure();
    const rung = await store.tend((tx) => {
      const idle = [...announced.keys()].filter((channel) => !listeners.has(channel));
      withdraw(tx, bell, idle);
      for (const channel of idle) announced.delete(channel);
      return announce(tx, bell, channels);
    }, options);
    const now = store.clock.nowMs();
    const until = now + WAIT_MS;
    const missed = [...rung].filter(([channel, count]) => mayHaveMissed(announced.get(channel), count, now));
    for (const [channel, count] of rung) announced.set(channel, { rung: count, until });
    hub.notify(missed.map(([channel]) => channel));
  }

  function start(): void {
    if (timers.length > 0) return;
    // Jitter keeps the looks of many processes apart. Neither timer keeps this one alive.
    timers = [
      setInterval(hear, POLL_MS * (0.8 + 0.4 * Math.random())).unref(),
      setInterval(refresh, REFRESH_MS).unref(),
    ];
  }

  function refresh(): void {
    if (listeners.size === 0) stop();
    stand([...listeners.keys()]).catch(() => undefined);
  }

  function stop(): void {
    for (const timer of timers) clearInterval(timer);
    timers = [];
  }

  async function removeTheDead(): Promise<void> {
    const dead = await store.tend(pruneBells);
    for (const name of dead) removeBellFile(folder, name);
  }

  return {
    async enter(channels, options) {
      const isFirst = announced.size === 0;
      for (const channel of channels) listeners.set(channel, (listeners.get(channel) ?? 0) + 1);
      const soon = store.clock.nowMs() + REFRESH_MS;
      const missing = channels.filter((channel) => (announced.get(channel)?.until ?? 0) < soon);
      if (missing.length > 0) await stand(missing, options);
      start();
      if (isFirst) removeTheDead().catch(() => undefined);
    },
    leave(channels) {
      for (const channel of channels) {
        const count = (listeners.get(channel) ?? 0) - 1;
        if (count > 0) listeners.set(channel, count);
        else listeners.delete(channel);
      }
    },
    async close() {
      stop();
      if (announced.size > 0)
        await store.tend((tx) => withdrawBell(tx, bell), { timeoutMs: 200 }).catch(() => undefined);
      file.close();
    },
  };
}
