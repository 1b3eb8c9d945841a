import { AgentCoordError, type Clock, pause, type Storage, throwIfAborted } from '@agentcoord/core';
import type { AgentRegistry } from '@agentcoord/registry';
import type { LaunchExit, LaunchedProcess } from '../launcher/launcher.js';
import type { SpawnedWorker } from '../record/spawned-worker.js';

export interface ReadyWait {
  storage: Storage;
  registry: AgentRegistry;
  clock: Clock;
  worker: SpawnedWorker;
  launched: LaunchedProcess;
  timeoutMs: number;
  signal?: AbortSignal;
}

export type Readiness = { status: 'ready' } | { status: 'exited'; exit: LaunchExit } | { status: 'timeout' };

/** A signal may be lost, so it also looks on its own. */
const LOOK_EVERY_MS = 500;
/** What waiting may mend. */
const AWAY = ['storage_unavailable', 'storage_unknown', 'not_owner', 'session_expired'] as const;

/** Waits until this very life of the worker is registered, has ended, or takes too long. */
export async function waitUntilReady(wait: ReadyWait): Promise<Readiness> {
  const ended = new AbortController();
  const end: { exit?: LaunchExit } = {};
  void wait.launched.exited.then((exit) => {
    end.exit = exit;
    ended.abort();
  });
  const signal = wait.signal ? AbortSignal.any([wait.signal, ended.signal]) : ended.signal;
  const deadline = wait.clock.elapsed() + wait.timeoutMs;
  for (;;) {
    throwIfAborted(wait.signal, 'waiting for a worker to start');
    // Read before the look: a worker that registered, worked and left in between did start.
    const { exit } = end;
    const registered = await whereStoreAnswers(() => hasRegistered(wait));
    if (registered && (exit === undefined || exit.code === 0)) return { status: 'ready' };
    if (exit !== undefined) return { status: 'exited', exit };
    const remaining = deadline - wait.clock.elapsed();
    if (remaining <= 0) return { status: 'timeout' };
    const timeoutMs = Math.min(LOOK_EVERY_MS, remaining);
    await whereStoreAnswers(async () => {
      await using listener = await wait.storage.signals.listen({ channels: ['record/agents'] }, { signal });
      if (!(await hasRegistered(wait))) await listener.next({ timeoutMs, signal });
    }, timeoutMs).catch((error: unknown) => {
      if (!ended.signal.aborted) throw error;
    });
  }

  /** A store that is away says nothing of the worker, which may have begun to work: it is no reason to end it. */
  async function whereStoreAnswers<T>(ask: () => Promise<T>, elseMs = 0): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || !AgentCoordError.is(error, ...AWAY)) throw error;
      await pause(elseMs, signal, 'waiting for the store');
      return undefined;
    }
  }
}

async function hasRegistered({ registry, worker }: ReadyWait): Promise<boolean> {
  const agent = await registry.get(worker.name);
  // An announcement whose time is over shows as dead: it never came.
  return agent?.spawnId === worker.id && agent.state !== 'spawning' && agent.state !== 'dead';
}
