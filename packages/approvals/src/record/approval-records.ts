import {
  AgentCoordError,
  type CallOptions,
  type JsonObject,
  MAX_PAGE,
  type PutReply,
  type Storage,
} from '@agentcoord/core';
import { APPROVALS, type ApprovalRecord, decodeApproval, type StoredApproval } from './approval-record.js';

export interface PutApproval {
  id: string;
  record: ApprovalRecord;
  /** The version that was read; 0: there is none yet. */
  ifVersion: number;
  /** Whether what is stored has this very change: asked when the reply was lost. */
  isOurs: (stored: ApprovalRecord) => boolean;
}

/** The collection `approvals`. */
export class ApprovalRecords {
  constructor(private readonly storage: Storage) {}

  async get(id: string, options?: CallOptions): Promise<StoredApproval | undefined> {
    const [stored] = await this.storage.records.get({ collection: APPROVALS, ids: [id] }, options);
    return decodeApproval(stored);
  }

  /** All of them, or those not yet known to have ended; oldest id first. */
  async list(onlyOpen: boolean): Promise<StoredApproval[]> {
    const found: StoredApproval[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.storage.records.list({
        collection: APPROVALS,
        limit: MAX_PAGE,
        ...(onlyOpen ? { labels: { state: 'open' } } : {}),
        ...(cursor === undefined ? {} : { cursor }),
      });
      found.push(...page.records.flatMap((stored) => decodeApproval(stored) ?? []));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  }

  /** False when somebody else changed it first. A reply that was lost is settled by looking. */
  async put(request: PutApproval, state: 'open' | 'ended'): Promise<boolean> {
    try {
      return (await this.send(request, state)).status === 'stored';
    } catch (error) {
      if (!AgentCoordError.is(error, 'storage_unknown')) throw error;
      const stored = await this.get(request.id);
      if (stored !== undefined && request.isOurs(stored.record)) return true;
      if ((stored?.version ?? 0) !== request.ifVersion) return false;
      throw error;
    }
  }

  private send({ id, record, ifVersion }: PutApproval, state: string): Promise<PutReply> {
    const value: JsonObject = { ...record };
    return this.storage.records.put({ collection: APPROVALS, id, value, labels: { state }, ifVersion });
  }
}
