import type { FailoverOptions } from '../failover-options.js';
import type { Host } from '../host.js';
import { lookAtOwn } from '../keeper/own-gate.js';

/** Tells of each owner that this process finds, once; where that fails, again after the next look. */
export class OwnerTeller {
  private told = 0;
  private telling: Promise<void> | undefined;

  constructor(
    private readonly host: Host,
    private readonly ownerIs: FailoverOptions['ownerIs'],
  ) {}

  /** Never waited for: it is news for people, and the next look must not be late for it. */
  look(): void {
    this.telling ??= this.tell().finally(() => {
      this.telling = undefined;
    });
  }

  async ended(): Promise<void> {
    await this.telling;
  }

  private async tell(): Promise<void> {
    if (this.ownerIs === undefined) return;
    try {
      const { phase, owner, epoch } = (await lookAtOwn(this.host)).record;
      const isSettled = phase === 'owner' || phase === 'follower';
      if (!isSettled || owner === null || epoch === this.told) return;
      await this.ownerIs({ owner, epoch });
      this.told = epoch;
    } catch {
      // Redis may be away, or this process may be closing.
    }
  }
}
