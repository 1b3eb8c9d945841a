import type { AgentCoordError, ErrorCode, JsonValue } from '@agentcoord/core';
import type { DeliveredWork } from '../delivery/delivery.js';
import type { ModelUsage } from '../model/token-usage.js';

export interface FileChange {
  /** Relative to the workspace, with `/`. */
  path: string;
  linesAdded: number;
  linesRemoved: number;
}

interface EngineWork {
  /** Files written by the engine itself. A command's own writes are not watched. */
  filesChanged: FileChange[];
  /** `null` where no model was asked. */
  usage: ModelUsage | null;
  /** What there is to keep, small enough for a task's result. */
  output?: JsonValue;
  /** Of the command; a death by signal n is 128 + n. */
  exitCode?: number;
}

export interface DoneOutcome extends EngineWork {
  status: 'done';
  summary: string;
  /** Where the work is, where it was to be committed. */
  delivered?: DeliveredWork;
}

export interface FailedOutcome extends EngineWork {
  status: 'failed';
  error: AgentCoordError;
  /** Whether another attempt could end differently. */
  retryable: boolean;
}

export type EngineOutcome = DoneOutcome | FailedOutcome;

/** Failures that the same task meets again, whoever tries. */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set([
  'invalid_argument',
  'too_large',
  'limit_exceeded',
  'misconfigured',
  'unsupported',
  'budget_exceeded',
  'cancelled',
]);

export function failed(
  error: AgentCoordError,
  work: Partial<EngineWork> & { retryable?: boolean } = {},
): FailedOutcome {
  const marked = error.data.retryable;
  const retryable = typeof marked === 'boolean' ? marked : !FINAL_CODES.has(error.code);
  return {
    filesChanged: [],
    usage: null,
    ...work,
    status: 'failed',
    error,
    retryable: work.retryable ?? retryable,
  };
}
