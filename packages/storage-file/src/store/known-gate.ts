import { type GateRefusal, notOwner } from '@agentcoord/core';
import { monotonicMs } from '../clock/boot.js';
import type { StoreClock } from '../clock/store-clock.js';
import type { Statements } from './view.js';

interface GateRow {
  stamp: number;
  version: number;
  admits: number | null;
  admits_until: number | null;
  grants_from: number;
  longest_lease_ms: number;
  boot_id: string | null;
  offset_ms: number | null;
}

/** Never a stamp in the store. */
const UNKNOWN = -1;
/** How late a look may see that the clock was moved; what changes something sees it at once. */
const LOOK_EVERY_MS = 100;

/**
 * What this process remembers of the gate and the clock, with the stamp they had. A transaction begins with what is
 * remembered and asks at its end, in the statement that appends its events, whether the stamp is still the same; where
 * it is not, nothing was changed and it runs again. So a store without a gate pays a look into a page it reads anyway:
 * a statement of its own would cost 3 to 5 µs of a claim.
 */
export class KnownGate {
  readonly #statements: Statements;
  readonly #clock: StoreClock;
  #known: GateRow = { ...NOTHING };
  #lookAgainAt = 0;

  constructor(statements: Statements, clock: StoreClock) {
    this.#statements = statements;
    this.#clock = clock;
  }

  get stamp(): number {
    return this.#known.stamp;
  }

  /** No lease is granted before. */
  get grantsFrom(): number {
    return this.#known.grants_from;
  }

  /** At least this long a lease was granted before: it never shrinks. */
  get longestLeaseMs(): number {
    return this.#known.longest_lease_ms;
  }

  /** Why a mutation of a caller that believes in `epoch` does not run; undefined: it does. */
  refusal(epoch: number | undefined, now: number): GateRefusal | undefined {
    const { version, admits, admits_until: until } = this.#known;
    if (version === 0 && epoch === undefined) return undefined;
    if (version === 0 || admits === null) return { admits: null, reason: 'elsewhere' };
    if (admits !== epoch) return { admits, reason: 'epoch' };
    return until !== null && until <= now ? { admits, reason: 'until' } : undefined;
  }

  /** Whether what is remembered is what stands in the store. Inside a transaction. */
  isCurrent(): boolean {
    return this.#statements.prepared<{ value: number }>(STAMP).get()?.value === this.#known.stamp;
  }

  /** Reads it anew. Inside a transaction. */
  read(): void {
    const row = this.#statements.prepared<GateRow>(READ).get();
    if (!row) return;
    this.#known = row;
    if (row.boot_id === this.#clock.bootId && row.offset_ms !== null) this.#clock.moveTo(row.offset_ms);
  }

  /** For those who only look: seldom, so that a look costs nothing more. Inside a transaction. */
  readSometimes(): void {
    if (!this.isOld) return;
    this.#lookAgainAt = monotonicMs() + LOOK_EVERY_MS;
    if (!this.isCurrent()) this.read();
  }

  get isOld(): boolean {
    return this.#known.stamp === UNKNOWN || monotonicMs() >= this.#lookAgainAt;
  }

  /** After this process has committed a change of it: at once, or with the next transaction where that fails. */
  readSoon(): void {
    try {
      this.read();
    } catch {
      this.forget();
    }
  }

  forget(): void {
    this.#known = { ...NOTHING };
  }

  /** @throws `not_owner` */
  admit(epoch: number | undefined, now: number): void {
    const refusal = this.refusal(epoch, now);
    if (refusal) throw notOwner(refusal, epoch, 'This store');
  }
}

const NOTHING: GateRow = {
  stamp: UNKNOWN,
  version: 0,
  admits: null,
  admits_until: null,
  grants_from: 0,
  longest_lease_ms: 0,
  boot_id: null,
  offset_ms: null,
};
const STAMP = `SELECT value FROM counters WHERE name = 'gate'`;
const READ = `
  SELECT value AS stamp, version, admits, admits_until, grants_from, longest_lease_ms, boot_id, offset_ms
  FROM counters JOIN gate ON gate.only = 1 LEFT JOIN clock ON clock.only = 1 WHERE name = 'gate'`;
