import { type AgentCoordError, redact, toAgentCoordError } from '@agentcoord/core';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { clip, clipJson } from './clip.js';

const MAX_MESSAGE = 2_000;
const MAX_DATA = 4_000;

/** An error a model can act on: a code of the closed list, what happened, why, and what to do next. */
export function errorResult(thrown: unknown, notices: readonly string[]): CallToolResult {
  const error = toAgentCoordError(thrown);
  return {
    isError: true,
    content: [{ type: 'text', text: JSON.stringify({ error: describe(error), notices: [...notices] }) }],
  };
}

function describe(error: AgentCoordError): { code: string; message: string; next?: string; data?: string } {
  const next = NEXT[error.code];
  return {
    code: error.code,
    message: clip(redact(error.message), MAX_MESSAGE),
    ...(next === undefined ? {} : { next }),
    ...(Object.keys(error.data).length === 0 ? {} : { data: redact(clipJson(error.data, MAX_DATA)) }),
  };
}

/** For errors whose message was written for a person at a command line. */
const NEXT: Partial<Record<AgentCoordError['code'], string>> = {
  invalid_argument: 'Correct the field it names and call again.',
  lock_held: 'Do not edit it. Call lock_files with wait_seconds, or do something else first.',
  would_deadlock: 'Call release_files for what you hold, then lock_files with all paths at once.',
  fenced: 'Stop working on it: somebody else may have it. Call claim_task for another task.',
  storage_unavailable:
    'Nothing was changed. Call again in a few seconds; ask the person to run "agentcoord doctor" if it lasts.',
  storage_unknown: 'It may or may not have been done. Look before you do it again.',
};
