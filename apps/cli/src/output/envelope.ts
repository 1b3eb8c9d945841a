import type { AgentCoordError } from '@agentcoord/core';
import { withIsoTimes } from './iso-times.js';

/** Changes only when a field of the envelope or of a command's `data` is taken away or changes its meaning. */
export const ENVELOPE_VERSION = 1;

export type Envelope =
  | { version: typeof ENVELOPE_VERSION; command: string; ok: true; data: unknown }
  | {
      version: typeof ENVELOPE_VERSION;
      command: string;
      ok: false;
      error: { code: string; message: string; data: unknown };
    };

export function okEnvelope(command: string, data: unknown): Envelope {
  return { version: ENVELOPE_VERSION, command, ok: true, data: withIsoTimes(data) };
}

export function errorEnvelope(command: string, error: AgentCoordError): Envelope {
  const { code, message, data } = error;
  return {
    version: ENVELOPE_VERSION,
    command,
    ok: false,
    error: { code, message, data: withIsoTimes(data) },
  };
}

/**
 * One line, pure ASCII: control, bidirectional and invisible characters of the data come out as
 * `\uXXXX`, so the line is safe on a terminal and says exactly what was stored.
 */
export function encodeEnvelope(envelope: Envelope, indent?: number): string {
  return JSON.stringify(envelope, undefined, indent).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
