import { type Approval, matchesAction } from '@agentcoord/approvals';
import { AgentCoordError } from '@agentcoord/core';
import type { Scene } from '../supervision/scene.js';
import { nameOf } from '../team/team-name.js';
import type { Acting } from './acting.js';

/** `true`: what a policy of the configuration covers. `'all'`: everything that is asked in the team. */
export type AutoApproveMode = boolean | 'all';

/** Decides requests of the team by policy. What it asked itself it cannot decide; what it may not is left to a person. */
export async function approvePending(acting: Acting, scene: Scene, mode: AutoApproveMode): Promise<void> {
  if (mode === false) return;
  for (const approval of await acting.approvals.list({ pending: true })) {
    if (!isOfTeam(acting, scene, approval)) continue;
    const reason =
      mode === 'all' ? 'autoApprove is "all": everything is approved unseen' : policyFor(acting, approval);
    if (reason === undefined || acting.told.has(`approval-${approval.id}`)) continue;
    await approve(acting, approval, reason);
  }
}

async function approve(acting: Acting, { id, action, hash }: Approval, reason: string): Promise<void> {
  try {
    await acting.approvals.approve(id, { reason, hash });
    acting.tell({ type: 'approved', approval: id, action, by: reason });
  } catch (error) {
    // Decided meanwhile, or this coordinator's word does not count here.
    if (!AgentCoordError.is(error, 'conflict', 'misconfigured', 'not_found', 'storage_corrupt')) throw error;
    acting.told.add(`approval-${id}`);
    acting.tell({ type: 'approval-left', approval: id, why: error.message });
  }
}

function policyFor({ client, policies }: Acting, asked: Approval): string | undefined {
  const all = [...client.configuration.autoApprove, ...policies];
  const policy = all.find(
    ({ action, tags = [] }) =>
      matchesAction(action, asked.action) && tags.every((tag) => asked.tags.includes(tag)),
  );
  return policy && `policy ${policy.name ?? policy.action}`;
}

function isOfTeam(acting: Acting, scene: Scene, { requestedBy }: Approval): boolean {
  const name = nameOf(requestedBy);
  if (name === acting.name) return false;
  const agent = scene.members.agent(name);
  return scene.isMine(scene.teams.get(name) ?? (agent && scene.members.teamOf(agent)));
}
