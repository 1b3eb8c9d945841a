import { type AgentCoordError, printable, redact } from '@agentcoord/core';

/** What stderr says about an error: what happened, why and what to do next are in its message; a bug also shows where. */
export function errorText(error: AgentCoordError, commandName: string, debug: boolean): string {
  const place = commandName === '' ? 'agentcoord' : `agentcoord ${commandName}`;
  const lines = [`${place}: ${error.message}`];
  if (error.code === 'internal')
    lines.push('This is a bug in AgentCoord. Please report it with the output of AGENTCOORD_DEBUG=1.');
  if (debug) lines.push(`code: ${error.code}`, ...stackOf(error));
  // In this order: a secret with invisible characters inside is put together first, then found.
  return redact(printable(lines.join('\n')));
}

function stackOf(error: Error): string[] {
  const cause =
    error.cause instanceof Error ? [`caused by: ${error.cause.stack ?? error.cause.message}`] : [];
  return [error.stack ?? error.message, ...cause];
}
