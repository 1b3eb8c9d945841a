import type { RailwayClient } from './client.js';
import { DOCUMENTS } from './documents.js';
import { isNotFound } from './not-found.js';

/** Of a deployment that is over. One that is being removed may work still. */
const ENDED = new Set(['FAILED', 'CRASHED', 'REMOVED', 'SKIPPED', 'COMPLETED']);

export interface DeploymentLine {
  timestamp: string;
  message: string;
  severity?: string | null;
}

export async function deploymentStatus(
  client: RailwayClient,
  id: string,
  signal?: AbortSignal,
): Promise<string> {
  try {
    const { deployment } = await client.call<{ deployment?: { status?: string } | null }>(
      DOCUMENTS.status,
      { id },
      { repeatable: true, signal },
    );
    if (deployment === null) return 'REMOVED';
    return String(deployment?.status);
  } catch (error) {
    // It went with its service.
    if (isNotFound(error)) return 'REMOVED';
    throw error;
  }
}

export function hasEnded(status: string): boolean {
  return ENDED.has(status);
}

export async function deploymentLog(
  client: RailwayClient,
  deploymentId: string,
  limit: number,
  signal?: AbortSignal,
): Promise<DeploymentLine[]> {
  const { deploymentLogs } = await client.call<{ deploymentLogs?: DeploymentLine[] | null }>(
    DOCUMENTS.logs,
    { deploymentId, limit },
    { repeatable: true, signal },
  );
  return deploymentLogs ?? [];
}
