import type { GateRefusal } from '@agentcoord/core';
import type { Known } from './adoption.js';
import { beginningOf, parseServerName, type ServerName } from './server-name.js';

/** What a client believes of a gate, when it has seen one in this namespace. */
export interface GateBelief {
  /** `null` also where the server at hand is not the one that the gate was set on. */
  admits: number | null;
  /** The name of the server at hand up to the epoch, which the caller puts behind it. */
  changing: string;
  /** How the name begins that is stored; empty where everything was forgotten. */
  looking: string;
}

export function gateBelief(stored: ServerName, runId: string): GateBelief {
  const isHere = stored.admits !== undefined && stored.runId === runId;
  return {
    admits: isHere ? (stored.admits ?? null) : null,
    changing: beginningOf({ ...stored, runId }),
    looking: stored.runId === '' ? '' : beginningOf(stored).slice(0, -1),
  };
}

/** Whoever names an epoch has heard of a gate. Where none is stored it was forgotten, or is set just now. */
export function forgottenGate({ server, facts }: Pick<Known, 'server' | 'facts'>): GateBelief {
  return gateBelief(parseServerName(server), facts.runId);
}

/** Why a mutation of a caller that believes in `epoch` does not run; undefined: it does. */
export function refusalOf({ admits }: GateBelief, epoch: number | undefined): GateRefusal | undefined {
  if (admits === null) return { admits, reason: 'elsewhere' };
  return admits === epoch ? undefined : { admits, reason: 'epoch' };
}
