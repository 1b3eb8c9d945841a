import { type Clock, LateAbort, type NewId, type Storage } from '@agentcoord/core';
import { encodeDetails } from '../lock-details.js';
import { type LockKeys, lockKeys, sameKeys } from '../lock-keys.js';
import type { CheckedLockOptions } from '../lock-options.js';
import type { ResourceNames } from '../names/resource-names.js';
import { askForLease, type LeaseAnswer } from './ask-for-lease.js';
import { promptly } from './promptly.js';

const MOST_REMEMBERED = 1_000;

export interface AskerOptions {
  storage: Storage;
  clock: Clock;
  newId: NewId;
  holder: string;
  agentName: string | undefined;
  names: () => Promise<ResourceNames>;
}

export interface Asked {
  wanted: LockKeys;
  answer: LeaseAnswer;
}

/** Asks for the locks of one `FileLock`. */
export class Asker {
  /** What single paths were called when they were last asked for. Only a guess: a path may lead elsewhere since. */
  private readonly namesBefore = new Map<string, LockKeys>();
  private readonly asking = new Set<Promise<unknown>>();
  private highestFence = 0;

  constructor(private readonly options: AskerOptions) {}

  sawFence(fence: number): void {
    this.highestFence = Math.max(this.highestFence, fence);
  }

  /** What aborted asks still have to give back is given back. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.asking);
  }

  /**
   * A path that was asked for before is asked for under the name it had then, and while the store works its
   * name is found out anew. Where it has another one by now the first ask is taken back before the next.
   */
  async ask(paths: string | string[], options: CheckedLockOptions): Promise<Asked> {
    const path = typeof paths === 'string' ? `${options.mode} ${options.folder} ${paths}` : undefined;
    const before = path === undefined ? undefined : this.namesBefore.get(path);
    const first = before && this.begin(before, options);
    const wanted = await this.wanted(paths, options).catch(async (error: unknown) => {
      await first?.takeBack();
      throw error;
    });
    if (first !== undefined && before !== undefined && sameKeys(before, wanted))
      return { wanted, answer: await first.asking };
    await first?.takeBack();
    if (path !== undefined) this.remember(path, wanted);
    return { wanted, answer: await this.askUnder(wanted, options) };
  }

  private async wanted(paths: string | string[], options: CheckedLockOptions): Promise<LockKeys> {
    return lockKeys(paths, options, await this.options.names());
  }

  private remember(path: string, keys: LockKeys): void {
    if (this.namesBefore.size >= MOST_REMEMBERED) this.namesBefore.clear();
    this.namesBefore.set(path, keys);
  }

  private begin(keys: LockKeys, options: CheckedLockOptions) {
    const withdrawal = new LateAbort();
    const asking = this.askUnder(keys, options, withdrawal);
    // It may fail while the name is being found out.
    asking.catch(() => undefined);
    const takeBack = async (): Promise<void> => {
      withdrawal.abort(new Error('the path has another name now'));
      const answer = await asking.catch(() => undefined);
      if (answer?.status !== 'granted') return;
      const { grantId } = answer.grant;
      await this.options.storage.leases.release({ grantId }).catch(() => undefined);
    };
    return { asking, takeBack };
  }

  private askUnder(
    { keys }: LockKeys,
    { intent, holder, ttlMs, waitMs, signal }: CheckedLockOptions,
    withdrawal?: LateAbort,
  ): Promise<LeaseAnswer> {
    const { storage, clock, newId, agentName } = this.options;
    const details = encodeDetails({
      ...(intent === undefined ? {} : { intent }),
      ...(agentName === undefined ? {} : { agent: agentName }),
    });
    const asking = askForLease({
      storage,
      clock,
      grantId: newId('lock'),
      holder: holder ?? this.options.holder,
      keys,
      ttlMs,
      waitMs,
      ...(details === undefined ? {} : { details }),
      ...(this.highestFence === 0 ? {} : { minFence: this.highestFence }),
      ...(signal === undefined ? {} : { signal }),
      ...(withdrawal === undefined ? {} : { withdrawal }),
    });
    this.asking.add(asking);
    const settled = () => this.asking.delete(asking);
    asking.then(settled, settled);
    return promptly(asking, signal, 'waiting for a lock');
  }
}
