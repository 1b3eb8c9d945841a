import { abortedError } from '@agentcoord/core';

/** How long an abort waits for the place in the queue to be given back, before it goes on in the background. */
const TIDY_UP_MS = 1_000;

/**
 * The outcome of work that tidies up by itself when `signal` fires. An abort waits for that, so that
 * normally nothing is left behind; but not for a store that does not answer.
 */
export function promptly<T>(work: Promise<T>, signal: AbortSignal | undefined, doing: string): Promise<T> {
  return signal === undefined ? work : unlessAborted(work, signal, doing);
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, doing: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const givenUp = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      timer = setTimeout(() => reject(abortedError(signal, doing)), TIDY_UP_MS);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, givenUp]);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
