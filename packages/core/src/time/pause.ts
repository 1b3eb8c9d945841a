import { AgentCoordError } from '../errors/agent-coord-error.js';

/** Rejects with `aborted` when the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined, doing: string): void {
  if (signal?.aborted) throw abortedError(signal, doing);
}

export function abortedError(signal: AbortSignal, doing: string): AgentCoordError {
  const reason: unknown = signal.reason;
  if (AgentCoordError.is(reason)) return reason;
  return new AgentCoordError('aborted', `Stopped ${doing}: it was aborted by its caller.`, { cause: reason });
}

/** Waits `ms`, or rejects at once with `aborted` when the signal fires; leaves no timer and no listener behind. */
export function pause(ms: number, signal?: AbortSignal, doing = 'waiting'): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortedError(signal, doing));
    const onAbort = (): void => {
      clearTimeout(timer);
      if (signal) reject(abortedError(signal, doing));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
