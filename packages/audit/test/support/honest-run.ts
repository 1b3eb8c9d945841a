import { AuditLog, type AuditReport } from '@agentcoord/audit';
import type { Storage } from '@agentcoord/core';
import type { Random } from './random.js';

/** A random day of a log without any tampering, looked at again and again while it is written. */
export async function honestRun(storage: Storage, folder: string, random: Random): Promise<AuditReport[]> {
  const reports: AuditReport[] = [];
  const authors = new Map<number, AuditLog>();
  await using keeper = new AuditLog({ storage, author: 'keeper', folder });
  const writing: Array<Promise<unknown>> = [];
  for (let step = 0; step < 40; step += 1) {
    const author = random.below(6);
    const open = authors.get(author) ?? new AuditLog({ storage, author: `agent-${author}` });
    authors.set(author, open);
    const details = { text: String.fromCodePoint(32 + random.below(0xd000)), 10: random.below(9), 9: -0 };
    const id = random.below(5) === 0 ? { id: `decision-${random.below(8)}` } : {};
    writing.push(open.logDecision({ type: 'step', details, ...id }));
    switch (random.below(14)) {
      case 0:
        await keeper.seal();
        break;
      case 1:
        // Its chain ends; the next life of that author begins another.
        authors.delete(author);
        writing.push(open.close());
        break;
      case 2:
        reports.push(await keeper.verify({ signatures: random.below(2) === 0 }));
        break;
      case 3:
        await Promise.all(writing);
        await keeper.archive();
        break;
      case 4:
        // A process that is killed: its head is not written any more.
        authors.delete(author);
        break;
      case 5:
        await storage.leases.acquire({
          grantId: `grant-${step}`,
          holder: 'x',
          keys: [{ key: `f/${step}` }],
          ttlMs: 9_000,
        });
        await storage.leases.revoke({ grantId: `grant-${step}`, reason: 'x', by: 'y' });
        break;
    }
  }
  await Promise.all(writing);
  await Promise.all([...authors.values()].map((audit) => audit.close()));
  reports.push(await keeper.verify());
  await keeper.seal();
  reports.push(await keeper.verify());
  return reports;
}
