import { clockTime } from '../router/refusal.js';

/** What people see of it, in one line. */
export interface ModeFacts {
  owner: 'this-host' | 'redis' | 'another-host' | 'nobody';
  moving: boolean;
  /** Wall clock: since when the primary does not answer. */
  goneSince?: number;
  /** How far the follower is behind, where it is known. */
  lagMs?: number;
  /** Names of all hosts that share it, this one included. */
  hosts: string[];
}

export function modeLine({ owner, moving, goneSince, lagMs, hosts }: ModeFacts): string {
  if (owner === 'this-host' && goneSince !== undefined)
    return `local, Redis unreachable since ${clockTime(goneSince)}`;
  if (goneSince !== undefined)
    return `Redis unreachable since ${clockTime(goneSince)}: refusing locks and claims`;
  if (moving || owner === 'nobody' || owner === 'another-host') return 'handing over';
  if (owner === 'this-host')
    return lagMs === undefined
      ? 'local, Redis follows'
      : `local, Redis follows (${Math.round(lagMs)} ms behind)`;
  return `Redis, shared by ${hosts.join(', ')}`;
}
