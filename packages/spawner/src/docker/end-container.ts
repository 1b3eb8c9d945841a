import { type Clock, pause } from '@agentcoord/core';
import type { LauncherStop } from '../launcher/launcher.js';
import type { Engine, EngineReply } from './engine.js';
import { refused, saidBy } from './engine-errors.js';

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
  const { engine, containerId, graceMs } = request;
  if (!(await isRunning(engine, containerId))) return { outcome: 'already_gone', killed: 0 };
  await engine.call('POST', `/containers/${containerId}/kill?signal=SIGTERM`);
  // A paused one hears nothing before it goes on.
  await engine.call('POST', `/containers/${containerId}/unpause`);
  if (await goneWithin(request, graceMs)) return { outcome: 'stopped', killed: 0 };
  await engine.call('POST', `/containers/${containerId}/kill?signal=SIGKILL`);
  const gone = await goneWithin(request, KILL_WAIT_MS);
  return { outcome: gone ? 'killed' : 'still_running', killed: 1 };
}

/** Created but not yet started counts: it is about to be. */
export async function isRunning(engine: Engine, containerId: string): Promise<boolean> {
  const reply = await engine.call('GET', `/containers/${containerId}/json`);
  const { status, body } = reply;
  if (isNowhere(reply)) return false;
  // An engine that cannot say is not one that says no.
  if (status !== 200) throw refused('say how a container is', reply);
  const { State } = body as { State?: { Status?: string } };
  return !['exited', 'dead', 'removing', 'stopped'].includes(State?.Status ?? '');
}

/** Podman says 500 of one that it removes at this moment. */
function isNowhere(reply: EngineReply): boolean {
  return reply.status === 404 || (reply.status === 500 && /no such container/i.test(saidBy(reply)));
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
    if (isNowhere(await engine.call('GET', `/containers/${containerId}/json`))) return true;
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
    if (!(await isRunning(engine, containerId))) return true;
    const remaining = deadline - clock.elapsed();
    if (remaining <= 0) return false;
    await pause(Math.min(lookMs, remaining), signal, 'waiting for a worker to end');
  }
}
