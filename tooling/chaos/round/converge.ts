import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../../packages/core/src/index.js';
import type { StoreState } from '../history/evidence.js';
import { monotonicMs } from '../history/monotonic.js';
import type { Scene } from './scene.js';

/** By then every follower is even with its owner, says the promise. */
const EVEN_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 150;

/**
 * The first host has met what it shares before another comes, so that it is known who owns when the faults begin: a host that
 * nobody listens to works on its own until then (decision 0007, what it assumes).
 */
export async function meet(scene: Scene): Promise<void> {
  const stores = scene.system.stores?.(scene.placeOf(0), [0]) ?? [];
  const file = join(scene.folder, 'stores.json');
  const until = monotonicMs() + EVEN_WITHIN_MS;
  while (stores.length > 0 && monotonicMs() < until) {
    if (!(await scene.crew.lookAtStores(stores.slice(1), file))) return;
    const [own] = JSON.parse(readFileSync(file, 'utf8')) as StoreState[];
    if (own?.record.phase === 'owner' || own?.record.phase === 'follower') return;
    await pause(LOOK_AGAIN_MS);
  }
}

/** What is in the stores behind the system once they agree, or when their time is over; the owner first. */
export async function converge(scene: Scene): Promise<StoreState[]> {
  const { system, crew } = scene;
  const hosts = crew.hosts();
  const stores = system.stores?.(scene.placeOf(0), hosts) ?? [];
  if (stores.length === 0) return [];
  const file = join(scene.folder, 'stores.json');
  const until = monotonicMs() + EVEN_WITHIN_MS;
  for (;;) {
    if (!(await crew.lookAtStores(stores, file))) return [];
    const states = ownerFirst(JSON.parse(readFileSync(file, 'utf8')) as StoreState[]);
    const waiting = allHosts(scene).reduce((sum, host) => sum + queued(scene, host), 0);
    const isEven = states.every(({ digest }) => digest === states[0]?.digest);
    if (isEven && waiting === 0) return states;
    if (monotonicMs() > until) {
      if (waiting > 0) crew.troubles.push(`${waiting} messages still wait in an outbox`);
      return states;
    }
    await pause(LOOK_AGAIN_MS);
  }
}

function ownerFirst(states: readonly StoreState[]): StoreState[] {
  const owner =
    states.find(({ record, store }) => store !== 'primary' && record.phase === 'owner') ?? states[0];
  return states.toSorted((one, other) => Number(other === owner) - Number(one === owner));
}

/** A host whose agents all died with something in their outbox: there it waits, durably, until one comes again. */
export async function comeHome(scene: Scene): Promise<void> {
  const left = allHosts(scene).filter(
    (host) => !scene.crew.hosts().includes(host) && queued(scene, host) > 0,
  );
  for (const host of left) await scene.crew.visit(host, 1);
}

function allHosts({ system }: Scene): number[] {
  return Array.from({ length: system.hosts }, (_, host) => host);
}

function queued(scene: Scene, host: number): number {
  try {
    // A draft that was not finished is not acknowledged.
    return readdirSync(join(scene.placeOf(0, host).folder, 'outbox')).filter((name) => name.endsWith('.json'))
      .length;
  } catch {
    return 0;
  }
}
