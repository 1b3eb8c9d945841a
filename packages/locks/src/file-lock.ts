import {
  AgentCoordError,
  type Clock,
  checkIdentity,
  checkText,
  type NewId,
  newId,
  type Storage,
  systemClock,
} from '@agentcoord/core';
import {
  grantedTooLateError,
  lockGoneError,
  lockHeldError,
  nobodyHoldsError,
  wouldDeadlockError,
} from './errors.js';
import { type HeldLock, LockHandle } from './held/lock-handle.js';
import { RevocationWatch } from './held/revocation-watch.js';
import { listLocks } from './list-locks.js';
import { describeLocks, inspectAll, type LockInfo } from './lock-info.js';
import { type LockKeys, placeOf } from './lock-keys.js';
import { type CheckedLockOptions, checkLockOptions, type LockOptions } from './lock-options.js';
import { createResourceNames, type ResourceNames } from './names/resource-names.js';
import { findRepository } from './repository/find-repository.js';
import type { LeaseAnswer } from './waiting/ask-for-lease.js';
import { Asker } from './waiting/asker.js';

export interface FileLockOptions {
  storage: Storage;
  /** Who holds the locks: one flow of work. Locks of one holder never exclude each other. */
  holder: string;
  /** Default: those of the repository around the current folder. */
  resources?: ResourceNames;
  /** Shown to those who wait, instead of the holder. */
  agentName?: string;
  clock?: Clock;
  newId?: NewId;
}

/**
 * Locks on files and folders: announced with an intent, renewed while held, fenced, and free again
 * when their holder dies. Waiters are served in order, each behind only those it conflicts with.
 */
export class FileLock {
  private readonly storage: Storage;
  private readonly clock: Clock;
  private readonly asker: Asker;
  private readonly watch: RevocationWatch;
  private readonly held = new Set<LockHandle>();
  private resources: Promise<ResourceNames> | undefined;

  constructor(options: FileLockOptions) {
    this.storage = options.storage;
    this.clock = options.clock ?? systemClock;
    this.asker = new Asker({
      storage: options.storage,
      clock: this.clock,
      newId: options.newId ?? newId,
      holder: checkIdentity(options.holder, 'holder'),
      agentName:
        options.agentName === undefined
          ? undefined
          : checkText(options.agentName, 'agentName', { maxLength: 100 }),
      names: () => this.names(),
    });
    this.resources = options.resources === undefined ? undefined : Promise.resolve(options.resources);
    this.watch = new RevocationWatch(options.storage.signals);
  }

  /**
   * Locks all these paths or none, waiting for others up to `wait`.
   * @throws `lock_held` with who holds it; `would_deadlock` when it would wait while its holder holds
   * something; `aborted`; `invalid_argument`; `lock_lost` when the grant came later than its ttl.
   */
  async acquire(paths: string | string[], options: LockOptions = {}): Promise<HeldLock> {
    const checked = checkLockOptions(options);
    let { wanted, answer } = await this.asker.ask(paths, checked);
    let deadline: number | undefined;
    while (answer.status === 'granted') {
      const lock = this.take(answer, wanted, checked);
      if (lock.remainingMs() > 0) return this.keep(lock);
      await lock.release().catch(() => undefined);
      deadline ??= answer.sentAt + checked.waitMs;
      const waitMs = deadline - this.clock.elapsed();
      if (waitMs <= 0) throw grantedTooLateError(wanted.paths, checked.ttlMs);
      ({ wanted, answer } = await this.asker.ask(paths, { ...checked, waitMs }));
    }
    if (answer.status === 'would_deadlock') throw wouldDeadlockError(answer.held, wanted.keys);
    const { conflicts, position } = answer;
    const now = await this.storage.now();
    throw lockHeldError({
      conflicts,
      keys: wanted.keys,
      now,
      waitMs: checked.waitMs,
      ...(position === undefined ? {} : { position }),
    });
  }

  /** Locks all these paths now, or returns `undefined`. Stands behind those who already wait. */
  async tryAcquire(
    paths: string | string[],
    options: Omit<LockOptions, 'wait'> = {},
  ): Promise<HeldLock | undefined> {
    const checked = checkLockOptions({ ...options, wait: 0 });
    const { wanted, answer } = await this.asker.ask(paths, checked);
    if (answer.status !== 'granted') return undefined;
    const lock = this.take(answer, wanted, checked);
    if (lock.remainingMs() > 0) return this.keep(lock);
    await lock.release().catch(() => undefined);
    throw grantedTooLateError(wanted.paths, checked.ttlMs);
  }

  /**
   * Runs `work` under the lock and releases it, whatever happens.
   * @throws `lock_lost` when the lock was lost before `work` ended, though `work` itself succeeded.
   */
  async withLock<T>(
    paths: string | string[],
    options: LockOptions,
    work: (lock: HeldLock) => Promise<T>,
  ): Promise<T> {
    const lock = await this.acquire(paths, options);
    try {
      const result = await work(lock);
      if (lock.signal.aborted)
        throw AgentCoordError.is(lock.signal.reason) ? lock.signal.reason : lockGoneError(lock);
      return result;
    } finally {
      await lock.release();
    }
  }

  /** What is locked now, by anybody; one entry a path. `under`: what overlaps this path or lies below it. */
  async list(options: { under?: string; holder?: string } = {}): Promise<LockInfo[]> {
    const under = options.under === undefined ? undefined : await (await this.names()).resolve(options.under);
    return listLocks(this.storage.leases, { ...options, under });
  }

  /**
   * Ends every lock that covers this path, or lies below it where it is a folder, against its holder's will.
   * The holders' signals abort, and their fenced writes are refused.
   * @returns what was ended. @throws `not_found` when nobody holds one.
   */
  async forceRelease(path: string, options: { by: string; reason: string }): Promise<LockInfo[]> {
    const place = await this.placeAround(path);
    const { grants, waiters } = await inspectAll(this.storage.leases, { under: place.key });
    const ended: LockInfo[] = [];
    for (const grant of grants) {
      const locks = describeLocks({ grants: [grant], waiters }, place);
      if (locks.length === 0) continue;
      const { revoked } = await this.storage.leases.revoke({
        grantId: grant.grantId,
        by: options.by,
        reason: options.reason,
      });
      if (revoked.length > 0) ended.push(...locks);
    }
    if (ended.length === 0) throw nobodyHoldsError(path);
    return ended;
  }

  /** Releases every lock taken through this object, and waits for what aborted asks still have to give back. */
  async releaseAll(): Promise<void> {
    const releases = await Promise.allSettled([...this.held].map((lock) => lock.release()));
    await this.asker.settled();
    const failed = releases.find((release) => release.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  private take(
    answer: Extract<LeaseAnswer, { status: 'granted' }>,
    wanted: LockKeys,
    options: CheckedLockOptions,
  ): LockHandle {
    const { grant, sentAt } = answer;
    this.asker.sawFence(grant.fence);
    return new LockHandle({
      storage: this.storage,
      clock: this.clock,
      grant,
      sentAt,
      paths: wanted.paths,
      ...(options.intent === undefined ? {} : { intent: options.intent }),
      onEnd: (ended) => {
        this.held.delete(ended);
        this.watch.remove(ended);
      },
    });
  }

  private keep(lock: LockHandle): HeldLock {
    this.held.add(lock);
    this.watch.add(lock);
    return lock;
  }

  private async placeAround(path: string): Promise<{ key: string; scope: 'tree' | 'node' }> {
    return placeOf(await (await this.names()).resolve(path));
  }

  private names(): Promise<ResourceNames> {
    this.resources ??= findRepository(process.cwd()).then(({ root, commonDir }) =>
      createResourceNames({ root, ...(commonDir === undefined ? {} : { commonRoot: commonDir }) }),
    );
    return this.resources;
  }
}
