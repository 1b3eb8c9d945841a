import { type Operation, SESSION_IDLE_MS } from '@agentcoord/core';
import type { Keys } from '../keys.js';
import type { ScriptInput } from '../scripts/script-input.js';

/** The session's key and the arguments of the envelope, added to those of a verb. */
export function withEnvelope(
  input: ScriptInput,
  keys: Keys,
  operation: Operation,
  envelope: { hash: string; open: boolean },
): ScriptInput {
  return {
    keys: { ...input.keys, session: keys.session(operation.session) },
    args: {
      ...input.args,
      slot: operation.slot,
      sequence: operation.sequence,
      hash: envelope.hash,
      open: envelope.open ? 'open' : '',
    },
  };
}

export function sessionInput(
  keys: Keys,
  session: string,
  args: NonNullable<ScriptInput['args']> = {},
): ScriptInput {
  return { keys: { session: keys.session(session) }, args: { idle: SESSION_IDLE_MS, ...args } };
}
