import { AuditLog, type AuditReport } from '@agentcoord/audit';
import { SigningKey, type Storage } from '@agentcoord/core';
import { SEALS_LOG } from '../../src/sealing/seal.js';
import type { RawEntry, RawLog } from './raw-log.js';

const AUTHORS = 5;

/** The whole of a log as it lies in the store. */
export interface Snapshot {
  entries: RawEntry[];
  seals: RawEntry[];
  /** The counters of the log. */
  sequence: number;
}

/** A log with a sealed part, an unsealed tail and a seal file, that is tampered with and made whole again. */
export class LogUnderAttack {
  readonly keys: ReadonlyMap<string, SigningKey>;

  private constructor(
    readonly raw: RawLog,
    /** As it was before any tampering. */
    readonly whole: Snapshot,
    /** The last entry that is sealed. */
    readonly sealedTo: number,
    keys: Map<string, SigningKey>,
    private readonly auditor: AuditLog,
  ) {
    this.keys = keys;
  }

  static async create(options: {
    storage: Storage;
    raw: RawLog;
    folder: string;
    sealed: number;
    unsealed: number;
  }): Promise<LogUnderAttack> {
    const { storage, raw, folder, sealed, unsealed } = options;
    const keys = new Map<string, SigningKey>();
    const authors = Array.from({ length: AUTHORS }, (_, index) => {
      const signer = SigningKey.create();
      keys.set(signer.publicKey, signer);
      return new AuditLog({ storage, author: `agent-${index}`, signer });
    });
    const write = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        const details = { step: index, name: 'Grün', amount: 17 };
        await authors[index % AUTHORS]?.logDecision({ type: 'step', context: `Schritt ${index}`, details });
      }
    };
    const auditor = new AuditLog({ storage, author: 'auditor', folder });
    // Several seals, so that tampering lies at their edges as well.
    for (let part = 0; part < 4; part += 1) {
      await write(sealed / 4);
      await auditor.seal();
    }
    await write(unsealed);
    await Promise.all(authors.map((audit) => audit.close()));
    const [entries, seals] = [await raw.read('audit'), await raw.read(SEALS_LOG)];
    const whole = { entries, seals, sequence: entries.length };
    return new LogUnderAttack(raw, whole, sealed, keys, auditor);
  }

  verify(): Promise<AuditReport> {
    return this.auditor.verify();
  }

  /** Puts this in place of what is in the store. */
  async put({ entries, seals, sequence }: Snapshot): Promise<void> {
    await this.raw.write('audit', entries, { sequence, count: sequence });
    if (seals !== this.whole.seals)
      await this.raw.write(SEALS_LOG, seals, { sequence: seals.length, count: seals.length });
  }

  async mend(): Promise<void> {
    const { entries, seals, sequence } = this.whole;
    await this.raw.write('audit', entries, { sequence, count: sequence });
    await this.raw.write(SEALS_LOG, seals, { sequence: seals.length, count: seals.length });
  }
}
