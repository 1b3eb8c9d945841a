import type { Approval } from '@agentcoord/approvals';

const KEPT_ENDED = 100;

/** Requests, judged by the workflow that read them: whose yes counts is not for a screen to decide. */
export class ApprovalTable {
  revision = 0;
  private readonly byId = new Map<string, Approval>();

  reset(approvals: readonly Approval[]): void {
    this.byId.clear();
    for (const approval of approvals) this.byId.set(approval.id, approval);
    this.revision += 1;
  }

  put(approval: Approval): void {
    this.byId.set(approval.id, approval);
    this.revision += 1;
    const ended = [...this.byId.values()].filter(({ status }) => status !== 'pending');
    for (const { id } of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED))) this.byId.delete(id);
  }

  get(id: string): Approval | undefined {
    return this.byId.get(id);
  }

  /** Those that wait, the oldest first; then those that ended, the newest first. Unanswered in time is ended. */
  shown(now: number): Approval[] {
    const all = [...this.byId.values()].map((approval) =>
      approval.status === 'pending' && approval.expiresAt <= now
        ? { ...approval, status: 'expired' as const }
        : approval,
    );
    const pending = all.filter(({ status }) => status === 'pending');
    const ended = all.filter(({ status }) => status !== 'pending');
    return [
      ...pending.sort((a, b) => a.requestedAt - b.requestedAt),
      ...ended.sort((a, b) => endOf(b) - endOf(a)),
    ];
  }
}

function endOf({ decidedAt, expiresAt }: Approval): number {
  return decidedAt ?? expiresAt;
}
