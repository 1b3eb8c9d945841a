import { pause } from '@agentcoord/core';
import type { RailwayClient } from './client.js';
import { DOCUMENTS } from './documents.js';

/** Of a deployment that is over. */
const ENDED = new Set(['FAILED', 'CRASHED', 'REMOVED', 'REMOVING', 'SKIPPED', 'COMPLETED']);

export interface DeploymentLine {
  timestamp: string;
  message: string;
  severity?: string | null;
}

export async function deploymentStatus(client: RailwayClient, id: string): Promise<string> {
  try {
    const { deployment } = await client.call<{ deployment: { status?: string } | null }>(
      DOCUMENTS.status,
      { id },
      { repeatable: true },
    );
    return deployment?.status ?? 'REMOVED';
  } catch (error) {
    // It went with its service.
    if (error instanceof Error && /not found/i.test(error.message)) return 'REMOVED';
    throw error;
  }
}

export function hasEnded(status: string): boolean {
  return ENDED.has(status);
}

export interface Watch {
  client: RailwayClient;
  deploymentId: string;
  intervalMs: number;
  signal: AbortSignal;
  /** Lines that were not given before, oldest first. */
  onLines(lines: DeploymentLine[]): Promise<void>;
}

const LINES = 500;

/** Hands on the log as it comes, until the deployment has ended. Resolves to its last status. */
export async function watchDeployment(watch: Watch): Promise<string> {
  const { client, deploymentId, intervalMs, signal, onLines } = watch;
  const seen = new Set<string>();
  for (;;) {
    // Asked before the log: what it said last is in the log that is read after it.
    const status = await deploymentStatus(client, deploymentId);
    const fresh = (await deploymentLog(client, deploymentId, LINES, signal)).filter(
      (line) => !seen.has(keyOf(line)),
    );
    for (const line of fresh) seen.add(keyOf(line));
    if (fresh.length > 0) await onLines(fresh);
    if (hasEnded(status)) return status;
    await pause(intervalMs, signal, 'watching a deployment');
  }
}

export async function deploymentLog(
  client: RailwayClient,
  deploymentId: string,
  limit: number,
  signal?: AbortSignal,
): Promise<DeploymentLine[]> {
  const { deploymentLogs } = await client.call<{ deploymentLogs: DeploymentLine[] }>(
    DOCUMENTS.logs,
    { deploymentId, limit },
    { repeatable: true, signal },
  );
  return deploymentLogs;
}

function keyOf({ timestamp, message }: DeploymentLine): string {
  return `${timestamp} ${message}`;
}
