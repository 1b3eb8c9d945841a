import type { CallOptions, Listener, Signals } from '@agentcoord/core';
import { closedError } from '../closed-error.js';
import type { Host } from '../host.js';
import { lookAtOwn } from '../keeper/own-gate.js';
import type { Router } from '../router/router.js';
import { BothListener } from './both-listener.js';

/**
 * Waits hear whichever store owns, and are rung when that changes. A store signals what it applies too, so a process
 * that has not heard of the change still hears, a little later.
 */
export class Listening implements Signals {
  private readonly open = new Map<BothListener, string[]>();
  private readonly stopHearing: () => void;

  constructor(
    private readonly host: Host,
    private readonly router: Router,
  ) {
    this.stopHearing = host.primary.whenBack(() => this.ringAll());
  }

  async publish(request: { channels: string[] }, options: CallOptions = {}): Promise<void> {
    if (this.host.closed.aborted) throw closedError();
    await this.host.local.signals.publish(request, options);
    if (!this.primaryOwns()) return;
    // A hint: who misses it looks for himself.
    await this.host.primary
      .storage()
      .then((storage) => storage.signals.publish(request, options))
      .catch(() => undefined);
  }

  async listen(request: { channels: string[] }, options: CallOptions = {}): Promise<Listener> {
    if (this.host.closed.aborted) throw closedError();
    const own = await this.host.local.signals.listen(request, options);
    const both = new BothListener(() => this.open.delete(both));
    both.add(own, () => both.primary !== 'heard' || !this.primaryOwns());
    this.open.set(both, request.channels);
    if (await this.primaryMatters()) await this.hearPrimary(both, request.channels);
    return both;
  }

  /** Everybody looks for himself: the owner may have changed. */
  ringAll(): void {
    for (const [listener, channels] of this.open) {
      const hearing = this.primaryOwns() ? this.hearPrimary(listener, channels) : Promise.resolve();
      void hearing.then(() => listener.ring());
    }
  }

  async close(): Promise<void> {
    this.stopHearing();
    await Promise.all([...this.open.keys()].map((listener) => listener.end(closedError())));
  }

  /** As far as this process knows. */
  private primaryOwns(): boolean {
    return this.router.whereabouts.last?.at === 'primary' && this.host.primary.gone === undefined;
  }

  /** A process that only ever needs its own store makes no connection for this. */
  private async primaryMatters(): Promise<boolean> {
    if (this.router.whereabouts.last !== undefined) return this.primaryOwns();
    return (await lookAtOwn(this.host)).record.phase === 'follower';
  }

  private async hearPrimary(listener: BothListener, channels: string[]): Promise<void> {
    if (listener.primary !== 'unheard' || this.host.primary.gone !== undefined) return;
    listener.primary = 'asked';
    try {
      const storage = await this.host.primary.storage();
      const heard = await storage.signals.listen({ channels }, { timeoutMs: this.host.times.objectionMs });
      listener.add(heard, () => this.primaryOwns());
      listener.primary = 'heard';
    } catch {
      listener.primary = 'unheard';
    }
  }
}
