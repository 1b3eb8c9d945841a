import { type JsonObject, printable } from '@agentcoord/core';

/** What a lock says about itself to others: stored with the grant, at most 4 KiB. */
export interface LockDetails {
  intent?: string;
  /** The agent's name, for people; the holder says exactly which incarnation and flow. */
  agent?: string;
}

export function encodeDetails(details: LockDetails): JsonObject | undefined {
  const { intent, agent } = details;
  if (intent === undefined && agent === undefined) return undefined;
  return { ...(intent === undefined ? {} : { intent }), ...(agent === undefined ? {} : { agent }) };
}

export function decodeDetails(details: JsonObject | undefined): LockDetails {
  const { intent, agent } = details ?? {};
  return {
    ...(typeof intent === 'string' ? { intent } : {}),
    ...(typeof agent === 'string' ? { agent } : {}),
  };
}

/** `Agent-2 (“Add /health endpoint”)`, safe for a terminal. */
export function describeHolder(holder: string, details: LockDetails): string {
  const intent = details.intent === undefined ? '' : ` (“${details.intent}”)`;
  return printable(`${details.agent ?? holder}${intent}`, { singleLine: true });
}
