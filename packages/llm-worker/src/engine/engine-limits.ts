import { AgentCoordError, checkInteger, type Duration, durationMs } from '@agentcoord/core';

/** How much one task may use up. */
export interface EngineLimits {
  /** Requests to the model. Default 60. */
  maxTurns: number;
  /** The whole task with its verification. Default 30 min. */
  timeoutMs: number;
  /** Input, cached and output tokens of all requests together. Default 2,000,000. */
  maxTokens: number;
  /** How often a failing verification goes back to the model. Default 3. */
  verifyRounds: number;
}

export interface EngineLimitOptions {
  maxTurns?: number;
  timeout?: Duration;
  maxTokens?: number;
  verifyRounds?: number;
}

export const DEFAULT_LIMITS: Readonly<EngineLimits> = {
  maxTurns: 60,
  timeoutMs: 30 * 60_000,
  maxTokens: 2_000_000,
  verifyRounds: 3,
};

/** @throws `invalid_argument` naming the field. */
export function resolveLimits(options: EngineLimitOptions = {}): EngineLimits {
  const limits = {
    maxTurns: checkInteger(options.maxTurns ?? DEFAULT_LIMITS.maxTurns, 'limits.maxTurns', 1, 10_000),
    timeoutMs: durationMs(options.timeout ?? DEFAULT_LIMITS.timeoutMs, 'limits.timeout'),
    maxTokens: checkInteger(
      options.maxTokens ?? DEFAULT_LIMITS.maxTokens,
      'limits.maxTokens',
      1,
      1_000_000_000,
    ),
    verifyRounds: checkInteger(
      options.verifyRounds ?? DEFAULT_LIMITS.verifyRounds,
      'limits.verifyRounds',
      0,
      100,
    ),
  };
  if (limits.timeoutMs > 0) return limits;
  throw new AgentCoordError(
    'invalid_argument',
    'limits.timeout must be longer than 0; left out, it is 30 minutes.',
    {
      data: { field: 'limits.timeout' },
    },
  );
}
