import { type Clock, pause } from '@agentcoord/core';
import type { LauncherStop } from '../launcher/launcher.js';
import { containerState } from './container-state.js';
import type { Engine } from './engine.js';
import { removeContainer } from './remove-container.js';

export interface EndContainer {
  engine: Engine;
  containerId: string;
  graceMs: number;
  signal?: AbortSignal;
  clock: Clock;
}

const KILL_WAIT_MS = 10_000;
const FIRST_LOOK_MS = 20;
const SLOWEST_LOOK_MS = 250;

/** Asks the container's first process to end, waits, kills all in it, and looks whether it is gone. */
export async function endContainer(request: EndContainer): Promise<LauncherStop> {
  const { engine, containerId, graceMs, signal } = request;
  const { is } = await containerState(engine, containerId, signal);
  if (is === 'ended' || is === 'nowhere') return { outcome: 'already_gone', killed: 0 };
  if (is === 'unstarted') {
    // There is nobody to ask; who was about to start it hears that it is gone.
    await removeContainer(engine, containerId, { force: true });
    return { outcome: 'stopped', killed: 0 };
  }
  await engine.call('POST', `/containers/${containerId}/kill?signal=SIGTERM`, { signal });
  // A paused one hears nothing before it goes on.
  await engine.call('POST', `/containers/${containerId}/unpause`, { signal });
  if (await goneWithin(request, graceMs)) return { outcome: 'stopped', killed: 0 };
  await engine.call('POST', `/containers/${containerId}/kill?signal=SIGKILL`, { signal });
  const gone = await goneWithin(request, KILL_WAIT_MS);
  return { outcome: gone ? 'killed' : 'still_running', killed: 1 };
}

/**
 * The pump of a container reads its log to the end and has it removed then. Removed before that, the worker's last words
 * would be lost; so whoever stops one leaves that to the pump for a while.
 */
export async function removedWithin(
  { engine, containerId, signal, clock }: Omit<EndContainer, 'graceMs'>,
  ms: number,
): Promise<boolean> {
  const deadline = clock.elapsed() + ms;
  for (;;) {
    if ((await containerState(engine, containerId, signal)).is === 'nowhere') return true;
    if (clock.elapsed() >= deadline) return false;
    await pause(SLOWEST_LOOK_MS, signal, 'waiting for the end of a log');
  }
}

async function goneWithin(
  { engine, containerId, signal, clock }: EndContainer,
  ms: number,
): Promise<boolean> {
  const deadline = clock.elapsed() + ms;
  for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(lookMs * 2, SLOWEST_LOOK_MS)) {
    const { is } = await containerState(engine, containerId, signal);
    if (is === 'ended' || is === 'nowhere') return true;
    const remaining = deadline - clock.elapsed();
    if (remaining <= 0) return false;
    await pause(Math.min(lookMs, remaining), signal, 'waiting for a worker to end');
  }
}
