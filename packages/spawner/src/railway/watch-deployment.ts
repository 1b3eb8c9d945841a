import { AgentCoordError, backoffMs, pause } from '@agentcoord/core';
import type { RailwayClient } from './client.js';
import { type DeploymentLine, deploymentLog, deploymentStatus, hasEnded } from './deployment.js';

export interface Watch {
  client: RailwayClient;
  deploymentId: string;
  intervalMs: number;
  signal: AbortSignal;
  /** Lines that were not given before, oldest first. Given again when it rejects. */
  onLines(lines: DeploymentLine[]): Promise<void>;
}

const LINES = 500;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** Of one that has ended: its log may be gone with it. */
const LAST_TRIES = 3;

/**
 * Hands on the log as it comes, until the deployment has ended by its own status. What cannot be asked or written now
 * is no end: it is tried again, later each time. Resolves to the last status; rejects when `signal` fires.
 */
export async function watchDeployment(watch: Watch): Promise<string> {
  const { client, deploymentId, intervalMs, signal, onLines } = watch;
  let seen = new Set<string>();
  let failures = 0;
  let triesLeft = LAST_TRIES;
  for (;;) {
    let waitMs = intervalMs;
    let status = '';
    try {
      // Asked before the log: what it said last is in the log that is read after it.
      status = await deploymentStatus(client, deploymentId, signal);
      const lines = await deploymentLog(client, deploymentId, LINES, signal);
      const fresh = lines.filter((line) => !seen.has(keyOf(line)));
      if (fresh.length > 0) await onLines(fresh);
      // What is older than the newest lines does not come again.
      if (lines.length > 0) seen = new Set(lines.map(keyOf));
      if (hasEnded(status)) return status;
      failures = 0;
    } catch (error) {
      if (signal.aborted) throw error;
      failures += 1;
      if (hasEnded(status)) triesLeft -= 1;
      if (triesLeft === 0) return status;
      waitMs += Math.max(
        askedToWaitMs(error),
        backoffMs(failures, { baseMs: intervalMs, maxMs: LONGEST_PAUSE_MS }),
      );
    }
    await pause(waitMs, signal, 'watching a deployment');
  }
}

/** What `Retry-After` said, where the calls were too many. */
function askedToWaitMs(error: unknown): number {
  const waitMs = AgentCoordError.is(error) ? Number(error.data.waitMs) : 0;
  return waitMs > 0 ? Math.min(waitMs, 24 * 3_600_000) : 0;
}

function keyOf({ timestamp, message }: DeploymentLine): string {
  return `${timestamp} ${message}`;
}
