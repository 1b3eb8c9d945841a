import { type Operation, SESSION_IDLE_MS } from '@agentcoord/core';
import type { Keys } from '../keys.js';
import type { CommonInput, ScriptInput } from '../scripts/script-input.js';

/** What a call carries beside what its verb asks for. */
export interface Envelope {
  operation: Operation;
  /** Of the arguments; `-` where nobody else can send this operation. */
  hash: string;
  /** It may create the session. */
  open: boolean;
}

/** What the headers of the scripts name beside the arguments of their verb. */
export function commonInput(keys: Keys, server: string, envelope?: Envelope): CommonInput {
  const { meta, events, spare, prefix } = keys;
  if (envelope === undefined) return { keys: { meta, events, spare }, args: { server, prefix } };
  const { operation, hash, open } = envelope;
  const { session, slot, sequence } = operation;
  return {
    keys: { meta, events, spare, session: keys.session(session) },
    args: { server, prefix, slot, sequence, hash, open: open ? 'open' : '' },
  };
}

export function sessionInput(
  keys: Keys,
  session: string,
  args: NonNullable<ScriptInput['args']> = {},
): ScriptInput {
  return { keys: { session: keys.session(session) }, args: { idle: SESSION_IDLE_MS, ...args } };
}
