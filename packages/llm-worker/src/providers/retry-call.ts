import { AgentCoordError, type Backoff, backoffMs, formatDuration, pause } from '@agentcoord/core';

/** What a failed try means for the next one. */
export interface FailedTry {
  error: AgentCoordError;
  retry: boolean;
  /** What the server asked for. */
  waitMs?: number;
}

export interface RetryCallOptions {
  /** Tries in all. */
  attempts: number;
  backoff: Backoff;
  /** A server that asks for more than this is given up: the task is better tried later. */
  maxWaitMs: number;
  signal: AbortSignal;
  random: () => number;
  classify(thrown: unknown): FailedTry;
  onWait(note: string): void;
  onFailedTry?(failed: FailedTry): void;
  /** Asked after the wait. What it throws ends the call. */
  beforeRetry(): Promise<void>;
}

/**
 * Calls until it works, it makes no sense, or the tries are used up. The wait is what the server asked
 * for plus up to a tenth, so that a fleet does not come back at one instant; else backoff with full jitter.
 * @throws the error of the last try.
 */
export async function retryCall<T>(call: () => Promise<T>, options: RetryCallOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (thrown) {
      const failed = options.classify(thrown);
      options.onFailedTry?.(failed);
      const { error, retry, waitMs } = failed;
      if (!retry || attempt >= options.attempts) throw retry ? usedUp(error, attempt) : error;
      if (waitMs !== undefined && waitMs > options.maxWaitMs) throw tooLong(error, waitMs);
      const wait =
        waitMs === undefined
          ? backoffMs(attempt, options.backoff, options.random)
          : Math.ceil(waitMs * (1 + options.random() / 10));
      options.onWait(
        `${error.message} Try ${attempt + 1} of ${options.attempts} in ${formatDuration(wait)}.`,
      );
      await pause(wait, options.signal, 'waiting for the model');
      await options.beforeRetry();
    }
  }
}

function usedUp(error: AgentCoordError, attempts: number): AgentCoordError {
  return new AgentCoordError(
    error.code,
    `${error.message} It failed ${attempts} times in a row; the task can be tried again.`,
    {
      data: { ...error.data, attempts, retryable: true },
      cause: error,
    },
  );
}

function tooLong(error: AgentCoordError, waitMs: number): AgentCoordError {
  return new AgentCoordError(
    error.code,
    `${error.message} It asks to wait ${formatDuration(waitMs)}; the task can be tried again after that.`,
    {
      data: { ...error.data, retryAfterMs: waitMs, retryable: true },
      cause: error,
    },
  );
}
