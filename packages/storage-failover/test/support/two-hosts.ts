import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, type Storage } from '@agentcoord/core';
import { openMemoryStorage } from '@agentcoord/storage-file';
import type { Host } from '../../src/host.js';
import { turn } from '../../src/keeper/turn.js';
import { PrimaryLink } from '../../src/primary/primary-link.js';
import { conflictLog } from '../../src/status/conflict-log.js';
import { checkTimes } from '../../src/times.js';
import { HandClock } from './hand-clock.js';
import { UnreliablePrimary } from './unreliable-primary.js';

interface HostOptions {
  mayOwnLocally?: boolean;
  isPrivate?: () => Promise<boolean>;
  local?: Storage;
}

/** Without timers: what a keeper does is done by calling `turn`, and time passes by hand. */
export interface Bed {
  clock: HandClock;
  primary: UnreliablePrimary;
  host(name: string, options?: HostOptions): Promise<Host>;
  close(): Promise<void>;
}

export async function makeBed(): Promise<Bed> {
  const clock = new HandClock();
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-'));
  const stores: Storage[] = [];
  const make = async (): Promise<Storage> => {
    const store = await openMemoryStorage({ clock });
    stores.push(store);
    return store;
  };
  const primary = await UnreliablePrimary.start(make, clock);
  const ending = new AbortController();
  return {
    clock,
    primary,
    async host(name, { mayOwnLocally = true, isPrivate = async () => false, local } = {}) {
      const store = local ?? (await make());
      const { replica } = store;
      if (replica === undefined) throw new Error('The store has no facet replica.');
      const times = checkTimes();
      const open = (): Promise<Storage> => Promise.resolve(primary.client());
      return {
        local: store,
        replica,
        // Real timers are only for what is silent.
        primary: new PrimaryLink({ open, address: 'test', probeMs: 40, clock, signal: ending.signal }),
        times,
        mayOwnLocally,
        isPrivate,
        name,
        conflicts: conflictLog(join(folder, name), () => clock.wall()),
        clock,
        uptimeMs: () => clock.uptimeMs(),
        newId,
        keeperId: newId('keeper'),
        closed: ending.signal,
      };
    },
    async close() {
      ending.abort();
      for (const store of stores) await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Turns of these hosts, one after the other, as their keepers would make them, for so long. */
export async function keepFor(clock: HandClock, hosts: Host[], ms: number): Promise<void> {
  const every = hosts[0]?.times.lookEveryMs ?? 1_250;
  for (let passed = 0; passed < ms; passed += every) {
    for (const host of hosts) await turn(host);
    clock.pass(every);
  }
  for (const host of hosts) await turn(host);
}
