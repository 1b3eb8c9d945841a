/** Redis, or the file store of one host: `store:<storeId>`. */
export type Owner = 'redis' | `store:${string}`;

/**
 * Who runs the mutations of a namespace. Kept in Redis and in every store; it changes by compare-and-set
 * only, and each change has a higher epoch than whoever made it had seen.
 */
export interface Ownership {
  owner: Owner;
  /** Grows with each change, from 1. */
  epoch: number;
}

export function storeOwner(storeId: string): Owner {
  return `store:${storeId}`;
}

export function sameOwnership(left: Ownership | null, right: Ownership | null): boolean {
  return left?.owner === right?.owner && left?.epoch === right?.epoch;
}
