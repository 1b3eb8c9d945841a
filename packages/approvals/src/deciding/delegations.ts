import { canonicalJson, keyFingerprint, MAX_PAGE, type Storage, sha256 } from '@agentcoord/core';
import { type Delegation, isDelegation } from './delegation.js';

const COLLECTION = 'approval-delegations';

/** Where a delegate finds what it was given. Not trusted: who decides and who reads check the signature. */
export class Delegations {
  constructor(private readonly storage: Storage) {}

  async add(delegation: Delegation): Promise<void> {
    const id = sha256(canonicalJson(delegation)).slice(0, 32);
    const labels = { key: keyFingerprint(delegation.key) };
    await this.storage.records.put({ collection: COLLECTION, id, value: { ...delegation }, labels });
  }

  /** Those for a key, or all; the one that lasts longest first. */
  async list(key?: string): Promise<Delegation[]> {
    const labels = key === undefined ? {} : { labels: { key: keyFingerprint(key) } };
    const found: Delegation[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.storage.records.list({
        collection: COLLECTION,
        limit: MAX_PAGE,
        ...labels,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { value } of page.records)
        if (isDelegation(value) && (key === undefined || value.key === key)) found.push(value);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found.sort((a, b) => b.expiresAt - a.expiresAt);
  }
}
