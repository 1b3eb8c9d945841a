import { AuditLog } from '../../../../packages/audit/src/index.js';
import { newId } from '../../../../packages/core/src/index.js';
import { CHAOS_LOG } from '../recording-storage.js';
import { type Activity, repeatedly } from '../work.js';

/** Appends to one log; what failed is sometimes sent again under its id, which must not make it two. */
export const appendEntries: Activity = async (work) => {
  let again: string | undefined;
  let number = 0;
  await repeatedly(work, 2 * work.times.restMs, async () => {
    number += 1;
    const id = again ?? newId('entry');
    again = work.random() < 0.5 ? id : undefined;
    await work.storage.logs.append({ log: CHAOS_LOG, id, author: work.worker, body: { number } });
    again = undefined;
  });
};

/** Signs and appends decisions, as the product's own audit log does. */
export const keepAudit: Activity = async (work) => {
  const audit = new AuditLog({ storage: work.storage, author: work.worker });
  let again: string | undefined;
  await repeatedly(work, 5 * work.times.restMs, async () => {
    const id = again ?? newId('decision');
    again = id;
    await work.calls.record('audit.log', { id }, async () => {
      const entry = await audit.logDecision({ id, type: 'chaos', reason: 'a round' });
      return { id: entry.id };
    });
    again = undefined;
  });
  await audit.close().catch(() => undefined);
};
