import type { Engine, EngineReply } from './engine.js';
import { refused, saidBy } from './engine-errors.js';

/** `unstarted`: made, and its first process was never there. `nowhere`: the engine does not know it. */
export interface ContainerState {
  is: 'unstarted' | 'running' | 'ended' | 'nowhere';
  exitCode?: number;
}

const UNSTARTED = ['created', 'configured', 'initialized'];
const ENDED = ['exited', 'dead', 'removing', 'stopped'];

/** How it is by the engine's own word. @throws `spawn_failed` when it cannot say: that is no answer, not a no. */
export async function containerState(
  engine: Engine,
  containerId: string,
  signal?: AbortSignal,
): Promise<ContainerState> {
  const reply = await engine.call('GET', `/containers/${containerId}/json`, { signal });
  if (isNowhere(reply)) return { is: 'nowhere' };
  const { State: state } = (reply.body ?? {}) as { State?: { Status?: unknown; ExitCode?: unknown } | null };
  const status = state?.Status;
  if (reply.status !== 200 || typeof status !== 'string' || status === '')
    throw refused('say how a container is', reply);
  if (UNSTARTED.includes(status)) return { is: 'unstarted' };
  if (!ENDED.includes(status)) return { is: 'running' };
  const { ExitCode: code } = state ?? {};
  return { is: 'ended', ...(typeof code === 'number' && code >= 0 ? { exitCode: code } : {}) };
}

/** Podman says 500 of one that it removes at this moment. */
function isNowhere(reply: EngineReply): boolean {
  return reply.status === 404 || (reply.status === 500 && /no such container/i.test(saidBy(reply)));
}
