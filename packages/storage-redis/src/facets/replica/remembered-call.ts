import type { JsonObject, JsonValue, ReplicaSlot } from '@agentcoord/core';
import { contractName, scriptName } from '../../call/contract-name.js';
import { OWN } from '../../call/own-slot-call.js';
import { pushed } from '../tasks/push-reply.js';

/** As a session remembers it: sequence, hash of the arguments, script, reply. */
const REMEMBERED = /^(\d+) (\S+) (\S+) (.*)$/s;
const BURNED = 'burned';

/** What another store is told; undefined where it need not know: nobody sends it there, or it threw. */
export function toReplicaSlot(remembered: string): ReplicaSlot | undefined {
  const [, sequence, hash = '', verb = '', reply = ''] = REMEMBERED.exec(remembered) ?? [];
  if (verb === BURNED) return { sequence: Number(sequence), arguments: null, verb: null, reply: null };
  if (hash === OWN) return undefined;
  const value = JSON.parse(reply) as JsonObject;
  if (value.refused !== undefined || value.error !== undefined) return undefined;
  return {
    sequence: Number(sequence),
    arguments: hash,
    verb: contractName(verb),
    // Short where all tasks were added alike.
    reply: (verb === 'queues/push' ? pushed({ value, rest: [] }) : value) as unknown as JsonValue,
  };
}

export function toRemembered({ sequence, arguments: hash, verb, reply }: ReplicaSlot): string {
  if (hash === null || verb === null) return `${sequence} - ${BURNED} -`;
  return `${sequence} ${hash} ${scriptName(verb)} ${JSON.stringify(reply)}`;
}
