import { checkTtl, type Duration, durationMs, invalid } from '@agentcoord/core';

export interface RegistryTimes {
  /** How often an agent shows that it is there. Default `'15s'`; at most half of `deadAfter`. */
  heartbeat?: Duration;
  /** Without a heartbeat for this long an agent is dead. Default `'60s'`. */
  deadAfter?: Duration;
  /** Working without progress for this long is hanging. Default `'5m'`. */
  hungAfter?: Duration;
  /** An announced agent that has not registered by then is dead. Default `'60s'`. */
  startTimeout?: Duration;
  /** Agents that left or died this long ago are forgotten by the reaper. Default `'7d'`. */
  forgetAfter?: Duration;
}

export interface Settings {
  heartbeatMs: number;
  deadAfterMs: number;
  hungAfterMs: number;
  startTimeoutMs: number;
  forgetAfterMs: number;
}

export function checkTimes(times: RegistryTimes): Settings {
  const deadAfterMs = checkTtl(durationMs(times.deadAfter ?? '60s', 'deadAfter'), 'deadAfter');
  const heartbeatMs = durationMs(times.heartbeat ?? Math.min(15_000, deadAfterMs / 4), 'heartbeat');
  if (heartbeatMs < 1 || heartbeatMs * 2 > deadAfterMs) {
    throw invalid(
      'heartbeat',
      `at least 1 ms and at most half of deadAfter (${deadAfterMs} ms)`,
      heartbeatMs,
    );
  }
  const hungAfterMs = durationMs(times.hungAfter ?? '5m', 'hungAfter');
  if (hungAfterMs < 1) throw invalid('hungAfter', 'at least 1 ms', hungAfterMs);
  return {
    heartbeatMs,
    deadAfterMs,
    hungAfterMs,
    startTimeoutMs: durationMs(times.startTimeout ?? '60s', 'startTimeout'),
    forgetAfterMs: durationMs(times.forgetAfter ?? '7d', 'forgetAfter'),
  };
}
