import type { JsonObject } from '@agentcoord/core';
import type { EngineOutcome } from '@agentcoord/llm-worker';

/** For the log: one line of what came out. */
export function describeOutcome(outcome: EngineOutcome): JsonObject {
  if (outcome.status === 'done') return { summary: outcome.summary, files: outcome.filesChanged.length };
  return { error: outcome.error.message, code: outcome.error.code, retryable: outcome.retryable };
}
