import {
  AgentCoordError,
  type Clock,
  checkIdentity,
  checkInteger,
  checkName,
  checkTtl,
  type Duration,
  durationMs,
  formatDuration,
  type NewId,
  newId,
  type Storage,
  systemClock,
} from '@agentcoord/core';
import { promptly } from '../waiting/promptly.js';
import { askForPermit } from './ask-for-permit.js';
import { type Permit, PermitHandle } from './permit-handle.js';

export interface SemaphoreOptions {
  storage: Storage;
  /** What is limited: `llm-calls`. 1 to 64 letters, digits or `. _ -`. */
  name: string;
  /** How many at once, 1 to 100,000. */
  max: number;
  holder: string;
  clock?: Clock;
  newId?: NewId;
}

export interface PermitOptions {
  /** Default `'30s'`; 0 asks once. */
  wait?: Duration;
  /** How long a permit outlives its holder. Default `'60s'`. */
  ttl?: Duration;
  signal?: AbortSignal;
}

/** At most `max` at once, over all processes that use the name. Not served in order; a soft limit where the storage says so. */
export class Semaphore {
  private readonly storage: Storage;
  private readonly name: string;
  private readonly max: number;
  private readonly holder: string;
  private readonly clock: Clock;
  private readonly newId: NewId;

  constructor(options: SemaphoreOptions) {
    this.storage = options.storage;
    this.name = checkName(options.name, 'name');
    this.max = checkInteger(options.max, 'max', 1, 100_000);
    this.holder = checkIdentity(options.holder, 'holder');
    this.clock = options.clock ?? systemClock;
    this.newId = options.newId ?? newId;
  }

  /** @throws `timeout` when none was free within `wait`, with `data.inUse`; `aborted`. */
  async acquire(options: PermitOptions = {}): Promise<Permit> {
    const waitMs = durationMs(options.wait ?? '30s', 'wait');
    const answer = await this.ask(options, waitMs);
    if (answer instanceof PermitHandle) return answer;
    throw new AgentCoordError(
      'timeout',
      `All ${this.max} permits of ${this.name} were in use for ${formatDuration(waitMs)}. Wait longer, or raise the limit.`,
      { data: { name: this.name, max: this.max, inUse: answer.inUse } },
    );
  }

  async tryAcquire(options: Omit<PermitOptions, 'wait'> = {}): Promise<Permit | undefined> {
    const answer = await this.ask(options, 0);
    return answer instanceof PermitHandle ? answer : undefined;
  }

  /** Runs `work` with a permit and gives it back, whatever happens. */
  async withPermit<T>(options: PermitOptions, work: (permit: Permit) => Promise<T>): Promise<T> {
    const permit = await this.acquire(options);
    try {
      return await work(permit);
    } finally {
      await permit.release();
    }
  }

  private async ask(options: PermitOptions, waitMs: number): Promise<PermitHandle | { inUse: number }> {
    const { storage, clock, name, max, holder } = this;
    const ttlMs = checkTtl(durationMs(options.ttl ?? '60s', 'ttl'), 'ttl');
    const permitId = this.newId('permit');
    const { signal } = options;
    const asking = askForPermit({
      storage,
      clock,
      name,
      max,
      holder,
      permitId,
      ttlMs,
      waitMs,
      ...(signal === undefined ? {} : { signal }),
    });
    const answer = await promptly(asking, signal, 'waiting for a permit');
    if (answer.status === 'busy') return answer;
    return new PermitHandle({ storage, clock, name, permitId, ttlMs, sentAt: answer.sentAt });
  }
}
