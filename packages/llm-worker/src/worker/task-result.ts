import { encodeJson, type JsonObject, MAX_RESULT_BYTES } from '@agentcoord/core';
import type { DoneOutcome } from '../engine/engine-outcome.js';

/** What a completed task keeps: who did it, what it changed, what it cost and what it said. */
export function taskResult(outcome: DoneOutcome, worker: string): JsonObject {
  const { summary, filesChanged, usage, output, exitCode, delivered } = outcome;
  const result: JsonObject = {
    worker,
    summary,
    files: filesChanged.map((file) => ({ ...file })),
    usage: usage === null ? null : { ...usage },
    ...(delivered === undefined ? {} : { delivered: { ...delivered } }),
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
