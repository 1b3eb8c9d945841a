import type { Owner } from './ownership.js';

/**
 * - `unbound`: has not met Redis yet, and runs nothing.
 * - `unseen`: works on its own because Redis was configured but gone from the first start on.
 * - `leaving`: was `unseen` and found that the namespace has an owner; runs nothing, waits out its leases.
 * - `owner`: runs the mutations, Redis follows.
 * - `handing-over`: has stopped, Redis may own already.
 * - `follower`: somebody else owns.
 */
export type LocalPhase = 'unbound' | 'unseen' | 'leaving' | 'owner' | 'handing-over' | 'follower';

/** What a store knows about the ownership of its namespace. Survives every process. */
export interface LocalRecord {
  storeId: string;
  phase: LocalPhase;
  /** The owner it knows of, itself included; `null` while it knows of none. */
  owner: Owner | null;
  /** The epoch of that owner, 0 while it knows of none. */
  epoch: number;
  /** Another store was ever seen in this namespace: its session, its request to join, or its ownership. */
  hasMetOthers: boolean;
}
