import { encodeJson, type JsonObject, MAX_RESULT_BYTES } from '@agentcoord/core';
import type { DoneOutcome, EngineOutcome } from '@agentcoord/llm-worker';

/** What a completed task keeps: who did it, what it changed, what it cost and what it said. */
export function taskResult(outcome: DoneOutcome, worker: string): JsonObject {
  const { summary, filesChanged, usage, output, exitCode } = outcome;
  const result: JsonObject = {
    worker,
    summary,
    files: filesChanged.map((file) => ({ ...file })),
    usage: usage === null ? null : { ...usage },
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(output === undefined ? {} : { output }),
  };
  return fits(result) ? result : { ...result, output: 'left out: the result was over 64 KiB' };
}

function fits(result: JsonObject): boolean {
  try {
    encodeJson(result, 'result', MAX_RESULT_BYTES);
    return true;
  } catch {
    return false;
  }
}

/** For the log: one line of what came out. */
export function describeOutcome(outcome: EngineOutcome): JsonObject {
  if (outcome.status === 'done') return { summary: outcome.summary, files: outcome.filesChanged.length };
  return { error: outcome.error.message, code: outcome.error.code, retryable: outcome.retryable };
}
