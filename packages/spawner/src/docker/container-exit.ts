import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from '@agentcoord/core';
import type { LaunchExit } from '../launcher/launcher.js';
import { containerState } from './container-state.js';
import type { Engine } from './engine.js';

const BACKOFF = { baseMs: 200, maxMs: 10_000 };

/**
 * Resolves when the engine says that the container has ended, and how. A call that is cut, an error, an engine that is
 * away for a while are no end: it asks again. Rejects when `signal` fires, and for nothing else.
 */
export async function containerExit(
  engine: Engine,
  containerId: string,
  signal: AbortSignal,
): Promise<LaunchExit> {
  for (let attempt = 0; ; attempt += 1) {
    // The first is sent before it starts; later on its end may lie between two calls.
    const condition = attempt === 0 ? 'next-exit' : 'not-running';
    const code = await waited(engine, `/containers/${containerId}/wait?condition=${condition}`, signal);
    if (code !== undefined) return exitOf(code);
    signal.throwIfAborted();
    const state = await containerState(engine, containerId, signal).catch(() => undefined);
    if (state?.is === 'nowhere') return {};
    if (state?.is === 'ended') return exitOf(state.exitCode);
    // Nobody is kept alive by it.
    await pause(backoffMs(attempt + 1, BACKOFF), undefined, { signal, ref: false });
  }
}

async function waited(engine: Engine, path: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const { status, body } = await engine.call('POST', path, { timeoutMs: 0, signal });
    const { StatusCode: code, Error: error } = (body ?? {}) as {
      StatusCode?: unknown;
      Error?: { Message?: unknown } | null;
    };
    const isAnswer = status === 200 && typeof code === 'number' && code >= 0 && !error?.Message;
    return isAnswer ? code : undefined;
  } catch {
    return undefined;
  }
}

/** As a shell says it: 128 and the signal. */
function exitOf(code: number | undefined): LaunchExit {
  if (code === undefined) return {};
  return code === 137 ? { code, signal: 'SIGKILL' } : { code };
}
