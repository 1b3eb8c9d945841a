import {
  AgentCoordError,
  type AppendReply,
  checkAppend,
  crashPoint,
  type Logs,
  type MutationOptions,
} from '@agentcoord/core';
import type { Host } from '../host.js';
import type { Router } from '../router/router.js';
import type { Outbox, QueuedAppend } from './outbox.js';

/** Appends go to the owner, or wait in the outbox of this host until there is one; never past those that wait. */
export class Appending {
  private draining: Promise<number> | undefined;
  /** Whether something of this process may wait: what it says later must not arrive before. */
  private waits = false;
  /** How often something was put there. What is put while others are sent waits for the next time. */
  private puts = 0;

  constructor(
    private readonly host: Host,
    private readonly router: Router,
    private readonly outbox: Outbox,
  ) {}

  async append(request: Parameters<Logs['append']>[0], options: MutationOptions = {}): Promise<AppendReply> {
    try {
      while (this.waits) await this.drain();
      return await this.send(request, options);
    } catch (error) {
      if (!isForTheOutbox(error) || options.operation !== undefined) throw error;
      return this.keep(request);
    }
  }

  /** Sends what waits, of every process of this host. Rejects where there is still nobody to take it. */
  drain(): Promise<number> {
    const { puts } = this;
    this.draining ??= this.outbox
      .drain((entry) => this.sendQueued(entry))
      .then((sent) => {
        if (this.puts === puts) this.waits = false;
        return sent;
      })
      .finally(() => {
        this.draining = undefined;
      });
    return this.draining;
  }

  /** What nobody takes yet goes on waiting. */
  async drainIfAny(): Promise<void> {
    const { known } = this.router.whereabouts;
    const isGone = known?.at !== 'own' && this.host.primary.gone !== undefined;
    if (isGone || (await this.outbox.count()) === 0) return;
    await this.drain().catch(() => undefined);
  }

  private send(request: Parameters<Logs['append']>[0], options: MutationOptions): Promise<AppendReply> {
    return this.router.mutate((storage, where) => storage.logs.append(request, where), options);
  }

  private async keep(request: Parameters<Logs['append']>[0]): Promise<AppendReply> {
    const { clock } = this.host;
    const queuedAt = clock.wall();
    await this.outbox.put({ ...checkAppend(request), queuedAt });
    // Not before: who looks while it is being written finds nothing.
    this.puts += 1;
    this.waits = true;
    crashPoint('failover-queued');
    return { sequence: 0, at: queuedAt, queued: true };
  }

  private async sendQueued(request: QueuedAppend): Promise<void> {
    try {
      await this.send(request, { signal: this.host.closed });
      crashPoint('failover-outbox-sent');
    } catch (error) {
      if (!AgentCoordError.is(error, 'invalid_argument', 'too_large', 'limit_exceeded')) throw error;
      // It would stop all behind it for ever.
      const because = `the message of ${new Date(request.queuedAt).toISOString()} was refused: ${error.message}`;
      await this.host.conflicts.note({ entity: `log/${request.log}`, because, state: request });
    }
  }
}

/** Nobody is there to decide, or nobody knows whether it arrived: its id makes another send harmless. */
function isForTheOutbox(error: unknown): boolean {
  if (AgentCoordError.is(error, 'storage_unknown')) return true;
  return AgentCoordError.is(error, 'storage_unavailable') && typeof error.data.reason === 'string';
}
