import { isKeyBelow, type LeaseKey } from '@agentcoord/core';

/** Whether two locked places share a file, whatever their modes. */
export function keysOverlap(a: LeaseKey, b: LeaseKey): boolean {
  return a.key === b.key || covers(a, b.key) || covers(b, a.key);
}

function covers(tree: LeaseKey, key: string): boolean {
  return tree.scope === 'tree' && isKeyBelow(key, tree.key);
}
