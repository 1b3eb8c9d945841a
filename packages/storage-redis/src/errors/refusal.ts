import { AgentCoordError, type ErrorCode, type JsonObject } from '@agentcoord/core';
import type { Reply } from '../call/reply.js';

const ENVELOPE: Readonly<Record<string, { code: ErrorCode; message: string }>> = {
  superseded: {
    code: 'superseded',
    message:
      'A later call has used this slot, or the operation was burned: it never runs. Take the next sequence.',
  },
  session_expired: {
    code: 'session_expired',
    message:
      'The store does not know this session (any more), so the outcome of an earlier send stays unknown.',
  },
  other_arguments: {
    code: 'invalid_argument',
    message: 'The operation was used before with other arguments. Take the next sequence for another call.',
  },
};

const VERB: Readonly<Partial<Record<ErrorCode, (data: JsonObject) => string>>> = {
  already_exists: (data) =>
    data.grantId === undefined
      ? `An unfinished task with the same dedupe key is there: ${data.taskId}.`
      : `The grant ${data.grantId} belongs to another holder. Make a new grant id for each request.`,
  unknown_dependency: (data) =>
    `The task ${data.taskId} depends on ${data.unknown}, which nobody knows. Push that one first, or in the same call.`,
  limit_exceeded: (data) =>
    data.field === 'requires'
      ? `There would be more than ${data.limit} sets of capabilities among unfinished tasks. Use fewer different ones.`
      : `The task ${data.taskId} would have more than ${data.limit} dependents.`,
};

/** A reply that is an error of the contract becomes one; nothing was changed. */
export function throwRefusal({ value }: Reply): void {
  if (typeof value.refused === 'string') {
    const known = ENVELOPE[value.refused];
    throw new AgentCoordError(known?.code ?? 'internal', known?.message ?? `refused: ${value.refused}`, {
      data: value.refused === 'other_arguments' ? { field: 'operation', expected: 'a fresh sequence' } : {},
    });
  }
  if (typeof value.error === 'string') {
    const code = value.error as ErrorCode;
    const data = value.data as JsonObject;
    throw new AgentCoordError(code, VERB[code]?.(data) ?? code, { data });
  }
}
