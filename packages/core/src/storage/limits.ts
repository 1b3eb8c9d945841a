import type { CallOptions, MutationOptions } from './call-options.js';

export interface AcquirePermit {
  /** What is limited: `llm-calls`. */
  name: string;
  permitId: string;
  holder: string;
  /** How many permits may be out at once, 1 to 100,000; the number given by this caller counts for this call. */
  max: number;
  ttlMs: number;
}

export type PermitReply =
  | { status: 'granted'; expiresAt: number }
  | { status: 'busy'; inUse: number; nextDueAt?: number };

export interface SpendCharge {
  /** What is charged: `fleet`, `task/<id>`, `agent/<name>`. */
  scope: string;
  /** The unit is the caller's (tokens, micro-dollars) and the same for all charges of a scope. */
  amount: number;
  /** Spent and reserved together never go above it. Left out: counted without a cap. */
  cap?: number;
}

export type ReserveReply =
  | { status: 'reserved' }
  | { status: 'refused'; scope: string; cap: number; spent: number; reserved: number };

/**
 * Bounded concurrency and bounded spending.
 * A reservation that is not settled before its time counts as spent in full: the money may be gone.
 */
export interface Limits {
  /** Signals `permit/<name>` whenever one is released. Where `capabilities.strictLimits` is false, a soft limit. */
  acquirePermit(request: AcquirePermit, options?: MutationOptions): Promise<PermitReply>;
  renewPermit(
    request: { name: string; permitId: string; ttlMs: number },
    options?: CallOptions,
  ): Promise<{ status: 'renewed'; expiresAt: number } | { status: 'lost' }>;
  releasePermit(
    request: { name: string; permitId: string },
    options?: MutationOptions,
  ): Promise<{ status: 'released' | 'gone' }>;
  /**
   * Reserves in 1 to 64 scopes, all or none. A refusal changes nothing, but that a cap was met is an event
   * (`spend-refused`), once for each scope until something of it is settled.
   */
  reserve(
    request: { reservationId: string; charges: SpendCharge[]; ttlMs: number },
    options?: MutationOptions,
  ): Promise<ReserveReply>;
  /** Replaces a reservation by what was really spent, per scope; more than reserved is recorded as it is. */
  settleSpend(
    request: { reservationId: string; amounts: Record<string, number> },
    options?: MutationOptions,
  ): Promise<{ status: 'settled' | 'gone' }>;
  readSpend(
    request: { scopes: string[] },
    options?: CallOptions,
  ): Promise<Array<{ scope: string; spent: number; reserved: number }>>;
}
