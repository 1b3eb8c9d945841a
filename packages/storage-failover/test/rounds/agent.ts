import { AgentCoordError, newId, type Storage } from '@agentcoord/core';

/** What all agents of a world use at once if a lock is held twice. */
export interface Resource {
  holder: string | undefined;
  highestFence: number;
  violations: string[];
}

export function newResource(): Resource {
  return { holder: undefined, highestFence: 0, violations: [] };
}

/** Makes tasks, holds the lock, writes messages, one after the other, and remembers what was acknowledged. */
export class Agent {
  readonly made: string[] = [];
  readonly said: string[] = [];
  readonly failures: AgentCoordError[] = [];
  /** Errors that are none of ours: a bug. */
  readonly bugs: unknown[] = [];
  longestMs = 0;
  grants = 0;
  private number = 0;

  constructor(
    readonly name: string,
    private readonly storage: Storage,
    private readonly resource: Resource,
    private readonly timeoutMs = 5_000,
  ) {}

  async workUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.once();
  }

  async once(): Promise<void> {
    this.number += 1;
    const id = `${this.name}-${String(this.number).padStart(6, '0')}`;
    const { timeoutMs } = this;
    await this.attempt(async () => {
      await this.storage.queues.push({ tasks: [{ id, title: id }] }, { timeoutMs });
      this.made.push(id);
    });
    await this.attempt(() => this.hold());
    await this.attempt(async () => {
      await this.storage.logs.append({ log: 'board', id, author: this.name, body: {} }, { timeoutMs });
      this.said.push(id);
    });
    // Others have their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }

  private async hold(): Promise<void> {
    const { resource, timeoutMs } = this;
    const grantId = newId('grant');
    const keys = [{ key: 'file/one' }];
    const reply = await this.storage.leases.acquire(
      { grantId, holder: this.name, keys, ttlMs: 10_000 },
      { timeoutMs },
    );
    if (reply.status !== 'granted') return;
    this.grants += 1;
    const { fence } = reply.grant;
    if (resource.holder !== undefined) resource.violations.push(`${this.name} beside ${resource.holder}`);
    if (fence <= resource.highestFence)
      resource.violations.push(`fence ${fence} after ${resource.highestFence}`);
    resource.holder = this.name;
    resource.highestFence = fence;
    await new Promise((resolve) => setImmediate(resolve));
    resource.holder = undefined;
    await this.storage.leases.release({ grantId, fence }, { timeoutMs });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    const beganAt = performance.now();
    try {
      await work();
    } catch (error) {
      if (AgentCoordError.is(error) && error.code !== 'internal') this.failures.push(error);
      else this.bugs.push(error);
    }
    this.longestMs = Math.max(this.longestMs, performance.now() - beganAt);
  }
}
