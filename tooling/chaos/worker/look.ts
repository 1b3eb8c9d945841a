import { writeFileSync } from 'node:fs';
import { ApprovalWorkflow } from '../../../packages/approvals/src/index.js';
import { AuditLog } from '../../../packages/audit/src/index.js';
import { listTasks, readLog } from '../../../packages/conformance/src/processes/read-whole.js';
import { EVENTS_LOG, type EventBody, type Storage } from '../../../packages/core/src/index.js';
import type { FinalState, SeenApproval } from '../history/evidence.js';
import { CHAOS_LOG } from './recording-storage.js';

const AUDIT_LOG = 'audit';

/** Writes what one more client of the namespace finds in it. */
export async function look(storage: Storage, file: string): Promise<void> {
  const events = await readLog(storage, EVENTS_LOG);
  const audit = await new AuditLog({ storage, author: 'judge' }).verify();
  const state: FinalState = {
    tasks: await listTasks(storage),
    events: events.map((entry) => entry.body as EventBody),
    entries: await readLog(storage, CHAOS_LOG),
    approvals: await listApprovals(storage),
    auditIds: (await readLog(storage, AUDIT_LOG)).map((entry) => entry.id),
    audit: { status: audit.status, findings: audit.findings.map((finding) => finding.message) },
  };
  writeFileSync(file, JSON.stringify(state));
}

async function listApprovals(storage: Storage): Promise<SeenApproval[]> {
  const all = await new ApprovalWorkflow({ storage, actor: 'judge' }).list();
  return all.map(({ id, status, requestedBy, by, expiresAt, decidedAt, usableUntil, usedAt }) => ({
    ...{ id, status, requestedBy, by, expiresAt, decidedAt, usableUntil, usedAt },
  }));
}
