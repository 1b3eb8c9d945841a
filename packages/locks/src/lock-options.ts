import {
  checkIdentity,
  checkOneOf,
  checkText,
  checkTtl,
  type Duration,
  durationMs,
  type LeaseMode,
} from '@agentcoord/core';

export interface LockOptions {
  /** What you are about to do; shown to those who have to wait. At most 500 characters. */
  intent?: string;
  /** `shared` holders exclude `exclusive` ones, and the other way round. Default `exclusive`. */
  mode?: LeaseMode;
  /** `true`: the whole tree below each path. Default: an existing folder locks its tree. */
  folder?: boolean;
  /** How long the lock outlives its holder: it is renewed while held. Default `'60s'`, 50 ms to 24 h. */
  ttl?: Duration;
  /** How long to wait for others. Default `'30s'`; 0 asks once. */
  wait?: Duration;
  /** Stops waiting with `aborted`. A lock that is held is not affected. */
  signal?: AbortSignal;
  /** Overrides the holder: locks of one holder never exclude each other, so give each flow of work its own. */
  holder?: string;
}

export interface CheckedLockOptions extends Pick<LockOptions, 'intent' | 'folder' | 'signal' | 'holder'> {
  mode: LeaseMode;
  ttlMs: number;
  waitMs: number;
}

export function checkLockOptions(options: LockOptions): CheckedLockOptions {
  return {
    mode: checkOneOf(options.mode ?? 'exclusive', 'mode', ['exclusive', 'shared']),
    ttlMs: checkTtl(durationMs(options.ttl ?? '60s', 'ttl'), 'ttl'),
    waitMs: durationMs(options.wait ?? '30s', 'wait'),
    ...(options.intent === undefined
      ? {}
      : { intent: checkText(options.intent, 'intent', { maxLength: 500 }) }),
    ...(options.folder === undefined ? {} : { folder: options.folder }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.holder === undefined ? {} : { holder: checkIdentity(options.holder, 'holder') }),
  };
}
