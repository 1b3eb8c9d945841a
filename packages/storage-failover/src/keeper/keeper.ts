import type { Host } from '../host.js';
import { followOn } from '../shipper/follow-on.js';
import { idle } from './idle.js';
import { leadershipMs } from './leadership.js';
import { turn } from './turn.js';

export interface KeeperEvents {
  /** Called with what is the fault of this process alone, and with `undefined` once it is gone. */
  onFault(error: unknown): void;
  /** Called by the process that leads, when it knows who owns. */
  afterLook(): Promise<void>;
}

/**
 * In each process: asks whether it leads its host, and where it does, looks at the primary each quarter of the
 * objection time and ships. When the leader dies another process leads before its last look is too old.
 */
export class Keeper {
  private running: Promise<void> | undefined;
  private shipping: { stop: AbortController; ended: Promise<void> } | undefined;

  constructor(
    private readonly host: Host,
    private readonly told: KeeperEvents,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when nothing of it runs any more. */
  async ended(): Promise<void> {
    await this.running;
    await this.stopShipping();
  }

  private async run(): Promise<void> {
    const { times, closed } = this.host;
    // A command that is over in a moment does not begin with it.
    await idle(times.lookEveryMs / 10, closed);
    while (!closed.aborted) {
      const startedAt = this.host.clock.elapsed();
      try {
        await this.look();
        this.told.onFault(undefined);
      } catch (error) {
        if (closed.aborted) break;
        this.told.onFault(error);
      }
      const passed = this.host.clock.elapsed() - startedAt;
      await idle(Math.max(1, times.lookEveryMs - passed), closed);
    }
    await this.stopShipping();
  }

  private async look(): Promise<void> {
    const { replica, times, keeperId, primary, closed } = this.host;
    const { leads } = await replica.lead(
      { holder: keeperId, ttlMs: leadershipMs(times) },
      { signal: closed },
    );
    if (leads) {
      this.shipping ??= this.startShipping();
      await turn(this.host);
      await this.told.afterLook();
      return;
    }
    await this.stopShipping();
    // Its own calls have to know when the primary is back.
    if (primary.gone !== undefined) await primary.ask((there, timeoutMs) => there.look({ timeoutMs }));
  }

  private startShipping() {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.host.closed]);
    return { stop, ended: followOn(this.host, signal) };
  }

  private async stopShipping(): Promise<void> {
    const { shipping } = this;
    this.shipping = undefined;
    shipping?.stop.abort();
    await shipping?.ended;
  }
}
