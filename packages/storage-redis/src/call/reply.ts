import type { JsonObject } from '@agentcoord/core';

/** A script's answer: its reply, and what stands behind it without being remembered. */
export interface Reply {
  value: JsonObject;
  rest: readonly unknown[];
}

export function decodeReply(raw: unknown): Reply {
  if (!Array.isArray(raw) || typeof raw[0] !== 'string')
    throw new Error('a script answered in an unknown form');
  return { value: JSON.parse(raw[0]) as JsonObject, rest: raw.slice(1) };
}
