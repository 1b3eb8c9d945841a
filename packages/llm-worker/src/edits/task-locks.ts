import { AgentCoordError, abortedError, pause, throwIfAborted, toAgentCoordError } from '@agentcoord/core';
import type { FileLocking, HeldFiles } from '../ports/file-locking.js';
import type { Logger } from '../ports/logger.js';

export interface TaskLocksOptions {
  locking: FileLocking;
  intent: string;
  signal: AbortSignal;
  /** Called once for each grant that is lost while the task runs. */
  onLost(error: AgentCoordError): void;
  logger: Logger;
}

const FIRST_POLL_MS = 60;
const LAST_POLL_MS = 600;

/**
 * The file locks of one task. A lock once taken is kept until the task ends, so that nobody sees half
 * of its work; then all are given back, last first.
 */
export class TaskLocks {
  private readonly grants: Array<{ paths: readonly string[]; held: HeldFiles; forget: () => void }> = [];

  constructor(private readonly options: TaskLocksOptions) {}

  heldPaths(): string[] {
    return this.grants.flatMap((grant) => grant.paths);
  }

  /** The grant over a path, if it is held and not lost. */
  grantOf(path: string): HeldFiles | undefined {
    return this.grants.find((grant) => grant.paths.includes(path))?.held;
  }

  /**
   * Takes the paths that are not held yet, all or none.
   * While nothing is held it stands in the queue of the lock. Once something is held it only asks
   * again and again until `waitMs` is over: waiting in a queue while holding is how deadlocks are made.
   * @throws `lock_held`, or the reason of the signal.
   */
  async hold(paths: readonly string[], waitMs: number): Promise<void> {
    const wanted = [...new Set(paths)].filter((path) => !this.grantOf(path)).sort();
    if (wanted.length === 0) return;
    const held =
      this.grants.length === 0 ? await this.ask(wanted, waitMs) : await this.askAgain(wanted, waitMs);
    const onLost = (): void => this.options.onLost(lostError(held.signal, wanted));
    held.signal.addEventListener('abort', onLost, { once: true });
    this.grants.push({ paths: wanted, held, forget: () => held.signal.removeEventListener('abort', onLost) });
    if (held.signal.aborted) onLost();
    throwIfAborted(this.options.signal, 'after taking a lock');
  }

  /** A new grant for a path whose lock was lost, if nobody has it now; also when the task itself has to stop. */
  async takeAgain(path: string, signal: AbortSignal): Promise<HeldFiles> {
    const { locking, intent } = this.options;
    const held = await locking.lock([path], { intent: `put back: ${intent}`, waitMs: 0, signal });
    this.grants.unshift({ paths: [path], held, forget: () => undefined });
    return held;
  }

  private ask(paths: readonly string[], waitMs: number): Promise<HeldFiles> {
    const { locking, intent, signal } = this.options;
    return locking.lock(paths, { intent, waitMs, signal });
  }

  private async askAgain(paths: readonly string[], waitMs: number): Promise<HeldFiles> {
    const until = performance.now() + waitMs;
    for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 2, LAST_POLL_MS)) {
      try {
        return await this.ask(paths, 0);
      } catch (error) {
        const left = until - performance.now();
        if (!AgentCoordError.is(error, 'lock_held', 'would_deadlock') || left <= 0) throw error;
        // Jittered, so that two tasks which wait for each other do not ask in step.
        await pause(
          Math.min(left, pollMs * (0.5 + Math.random())),
          this.options.signal,
          'waiting for a lock',
        );
      }
    }
  }

  async releaseAll(): Promise<void> {
    for (let grant = this.grants.pop(); grant; grant = this.grants.pop()) {
      grant.forget();
      try {
        await grant.held.release();
      } catch (thrown) {
        // It lapses by itself at the end of its TTL.
        const reason = toAgentCoordError(thrown).message;
        this.options.logger.warn('A file lock could not be given back.', { paths: [...grant.paths], reason });
      }
    }
  }
}

function lostError(signal: AbortSignal, paths: readonly string[]): AgentCoordError {
  if (AgentCoordError.is(signal.reason)) return signal.reason;
  return new AgentCoordError('lock_lost', `The lock of ${paths.join(', ')} was lost, so the task stopped.`, {
    data: { paths: [...paths] },
    cause: abortedError(signal, 'holding a lock'),
  });
}
