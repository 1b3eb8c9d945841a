import { AgentCoordError, abortedError, type Listener } from '@agentcoord/core';

/** The listeners of this process. */
export interface Hub {
  listen(channels: readonly string[], onClose?: () => void): Listener;
  notify(channels: Iterable<string>): void;
  /** Ends all waits with `closed`. */
  close(): void;
}

export function createHub(): Hub {
  const byChannel = new Map<string, Set<HubListener>>();
  const all = new Set<HubListener>();

  function leave(listener: HubListener, channels: readonly string[]): void {
    all.delete(listener);
    for (const channel of channels) {
      const listeners = byChannel.get(channel);
      listeners?.delete(listener);
      if (listeners?.size === 0) byChannel.delete(channel);
    }
  }

  return {
    listen(channels, onClose) {
      const listener = new HubListener(() => {
        leave(listener, channels);
        onClose?.();
      });
      all.add(listener);
      for (const channel of channels) {
        const listeners = byChannel.get(channel) ?? new Set();
        byChannel.set(channel, listeners.add(listener));
      }
      return listener;
    },
    notify(channels) {
      for (const channel of channels) {
        for (const listener of byChannel.get(channel) ?? []) listener.signal();
      }
    },
    close() {
      for (const listener of [...all]) listener.end();
    },
  };
}

class HubListener implements Listener {
  readonly #onEnd: () => void;
  #pending = false;
  #isOpen = true;
  #wake = new Set<() => void>();

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  signal(): void {
    this.#pending = true;
    for (const wake of [...this.#wake]) wake();
  }

  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#onEnd();
    for (const wake of [...this.#wake]) wake();
  }

  next({ timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal }): Promise<'signalled' | 'timeout'> {
    return new Promise((resolve, reject) => {
      const settle = (): boolean => {
        if (!this.#isOpen) reject(closedListener());
        else if (signal?.aborted) reject(abortedError(signal, 'waiting for a signal'));
        else if (this.#pending) resolve('signalled');
        else return false;
        if (this.#isOpen && !signal?.aborted) this.#pending = false;
        return true;
      };
      if (settle()) return;
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.#wake.delete(wake);
      };
      const wake = (): void => {
        if (settle()) end();
      };
      const timer = setTimeout(() => {
        end();
        resolve('timeout');
      }, timeoutMs);
      signal?.addEventListener('abort', wake);
      this.#wake.add(wake);
    });
  }

  async close(): Promise<void> {
    this.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function closedListener(): AgentCoordError {
  return new AgentCoordError('closed', 'This listener was closed; open a new one to wait again.');
}
