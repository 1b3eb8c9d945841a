import { join } from 'node:path';
import { AuditLog } from '@agentcoord/audit';
import { canonicalJson, SigningKey, type Storage, sha256 } from '@agentcoord/core';
// By path: a million entries are laid into the store at once, which no package does.
import type { RawEntry, RawLog } from '../../../packages/audit/test/support/raw-log.js';

const AUTHORS = 50;
/** Well-formed, and nobody's: without `signatures` it is not looked at. */
const SIGNATURE = 'A'.repeat(86);

/** Makes the audit log of a store one of so many entries by fifty authors, all of them sealed. */
export async function fillAndSeal(
  { storage, raw, folder }: { storage: Storage; raw: RawLog; folder: string },
  entries: number,
): Promise<void> {
  {
    // The first entry by the front door, so that the log has its counters.
    await using audit = new AuditLog({ storage, author: 'first' });
    await audit.logDecision({ type: 'step' });
  }
  const first = await raw.read('audit');
  await raw.write('audit', [...first, ...chainedEntries(entries - 1)], { sequence: entries, count: entries });
  await raw.close();
  await using auditor = new AuditLog({ storage, author: 'auditor', folder: join(folder, 'audit') });
  await auditor.seal();
}

function chainedEntries(count: number): RawEntry[] {
  const chains = Array.from({ length: AUTHORS }, () => ({
    key: SigningKey.create().publicKey,
    sequence: 0,
    previous: '',
  }));
  return Array.from({ length: count }, (_, index) => {
    const number = index % AUTHORS;
    const chain = chains[number] ?? { key: '', sequence: 0, previous: '' };
    chain.sequence += 1;
    const { key, sequence, previous } = chain;
    const [id, author] = [`entry_${index}`, `agent-${number}#agent_01`];
    const said = { type: 'deployment', context: `Backend v2.${index}`, reason: 'Tests pass' };
    const text = canonicalJson({
      version: 1,
      id,
      author,
      chain: `chain_${number}`,
      key,
      sequence,
      previous,
      ...said,
    });
    const hash = sha256(text);
    chain.previous = hash;
    const body = `{"content":${text},"hash":"${hash}","signature":"${SIGNATURE}"}`;
    return { sequence: index + 2, id, at: 1_700_000_000_000 + index, author, body };
  });
}
