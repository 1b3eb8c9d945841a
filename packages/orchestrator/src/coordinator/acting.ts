import type { ApprovalWorkflow, AutoApprove } from '@agentcoord/approvals';
import type { DecisionInput } from '@agentcoord/audit';
import type { CoordinationClient } from '@agentcoord/client';
import type { WorkerSpawner } from '@agentcoord/spawner';
import type { TeamRecord } from '../team/team-record.js';
import type { CoordinatorEvent } from './coordinator-event.js';
import type { CoordinatorOptions, Times } from './coordinator-options.js';

/** A coordinator in one term of its lead, as every part of a round sees it. */
export interface Acting {
  name: string;
  team: TeamRecord;
  /** Registered as the agent of this name. */
  client: CoordinationClient;
  approvals: ApprovalWorkflow;
  spawner: WorkerSpawner;
  /** Beside those of the configuration. */
  policies: readonly AutoApprove[];
  times: Times;
  handlers: Pick<CoordinatorOptions, 'onQuestion' | 'onFailedTask' | 'respawnLead'>;
  /** Aborts when the term is over or the coordinator is stopped. */
  signal: AbortSignal;
  /** What this process has told of already; everything that must survive it is in the store. */
  told: Set<string>;
  /** Handlers that are being asked, by escalation: they may take their time, the watch goes on. */
  busy: Map<string, Promise<void>>;
  tell(event: CoordinatorEvent): void;
}

/** Into the audit log, once for each `id`, by whichever life of the coordinator. */
export async function audit(acting: Acting, entry: DecisionInput): Promise<void> {
  await acting.client.logDecision(entry);
}

export function isTop(acting: Acting): boolean {
  return acting.team.path.length === 0;
}
