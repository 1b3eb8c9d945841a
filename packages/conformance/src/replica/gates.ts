import type { Replica, SetGate, SetGateReply } from '@agentcoord/core';
import { expectStatus } from '../harness/expectations.js';

/** Sets the gate from whatever it was; what is left out: nobody is admitted, nothing is applied. */
export async function setGate(replica: Replica, gate: Partial<SetGate>): Promise<SetGateReply> {
  const { gate: before } = await replica.look();
  return expectStatus(
    await replica.setGate({ ifVersion: before.version, admits: null, applies: null, record: {}, ...gate }),
    'set',
  );
}

/** Owns from here on, in this epoch. */
export function own(replica: Replica, epoch: number): Promise<SetGateReply> {
  return setGate(replica, { admits: epoch, epoch });
}
