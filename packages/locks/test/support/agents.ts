import type { AgentCoordError, Storage } from '@agentcoord/core';
import { createResourceNames, FileLock, type FileLockOptions } from '@agentcoord/locks';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from './temporary-folder.js';

/** Makes agents that lock files of one empty project in one store. */
export async function agentsOn(storage: Storage) {
  const root = await temporaryFolder();
  const resources = createResourceNames({ root });
  const agent = (name: string, options: Partial<FileLockOptions> = {}): FileLock => {
    const lock = new FileLock({ storage, holder: `${name}#1`, agentName: name, resources, ...options });
    onTestFinished(() => lock.releaseAll().catch(() => undefined));
    return lock;
  };
  return { agent, root };
}

export async function thrownBy(work: Promise<unknown>): Promise<AgentCoordError> {
  return work.then(
    () => Promise.reject(new Error('It did not throw.')),
    (error: AgentCoordError) => error,
  );
}

/** Until so many stand in line. */
export async function waiting(storage: Storage, count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { waiters } = await storage.leases.inspect({});
      if (waiters.length !== count) throw new Error(`${waiters.length} wait, not ${count}`);
    },
    { timeout: 20_000, interval: 5 },
  );
}

export function aborted(signal: AbortSignal): Promise<AgentCoordError> {
  return new Promise((resolve) => {
    const done = (): void => resolve(signal.reason as AgentCoordError);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}
