import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../../packages/core/src/index.js';
import type { StoreState } from '../history/evidence.js';
import { monotonicMs } from '../history/monotonic.js';
import type { Scene } from './scene.js';

/** By then every follower is even with its owner, says the promise. */
const EVEN_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 150;

/** What is in the stores behind the system once they agree, or when their time is over; the owner first. */
export async function converge(scene: Scene): Promise<StoreState[]> {
  const { system, plan, crew } = scene;
  const hosts = plan.solo ? [0] : Array.from({ length: system.hosts }, (_, host) => host);
  const stores = system.stores?.(scene.placeOf(0), hosts) ?? [];
  if (stores.length === 0) return [];
  const file = join(scene.folder, 'stores.json');
  const until = monotonicMs() + EVEN_WITHIN_MS;
  for (;;) {
    if (!(await crew.lookAtStores(stores, file))) return [];
    const states = ownerFirst(JSON.parse(readFileSync(file, 'utf8')) as StoreState[]);
    const waiting = hosts.map((host) => queued(scene, host)).reduce((sum, count) => sum + count, 0);
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

function queued(scene: Scene, host: number): number {
  try {
    return readdirSync(join(scene.placeOf(0, host).folder, 'outbox')).length;
  } catch {
    return 0;
  }
}
