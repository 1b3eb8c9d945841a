import { abortedError } from '@agentcoord/core';

export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/**
 * The outcome of `work`, or `NoAnswer` after `ms`. An event loop that stood still fires the timer before it reads
 * the answer that lies in the socket: so what has arrived by then is read first, and silence is silence.
 */
export function within<T>(work: Promise<T>, ms: number, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = (): void => end(() => signal && reject(abortedError(signal, 'asking the primary')));
    const timer = setTimeout(
      () =>
        setImmediate(() => setImmediate(() => end(() => reject(new NoAnswer(`no answer within ${ms} ms`))))),
      ms,
    );
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    work.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error)),
    );
  });
}
