import type { Scene } from '../round/scene.js';

/** One thing that goes wrong in a round: plain data, so that it can be printed and repeated. */
export interface Fault {
  kind: string;
  /** After the workers have begun. */
  atMs: number;
  /** Until it is put right again. */
  forMs: number;
  host?: number;
  /** The place of a worker; whoever works there then. */
  place?: number;
  /** What else was drawn, by the fault's own names. */
  choice?: string;
  count?: number;
}

/** What a round is made of when its faults are drawn. */
export interface Cast {
  hosts: number;
  /** Those whose way to what they share may be lost while others have theirs. */
  cutHosts: readonly number[];
  workers: number;
  crashPoints: readonly string[];
  leaseMs: number;
}

/** Part of a system that a fault is about. */
export type Need = 'redis' | 'file-primary' | 'worker' | 'file-store' | 'failover';

export interface FaultKind {
  kind: string;
  /** What must be there for it. */
  needs: Need;
  draw(random: () => number, cast: Cast): Partial<Fault>;
  /** Faults of one target come one after the other. */
  target(fault: Fault): string;
  /** Does it; resolves to what puts it right again, or to why it cannot be done here. */
  begin(fault: Fault, scene: Scene): Promise<(() => Promise<void>) | { skipped: string }>;
}

export function drawBelow(random: () => number, count: number): number {
  return Math.floor(random() * count);
}

export function drawOne<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[drawBelow(random, items.length)];
  if (item === undefined) throw new Error('nothing to draw from');
  return item;
}
