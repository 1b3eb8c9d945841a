import { AgentCoordError, type Listener, pause, type Signals } from '@agentcoord/core';

const LISTEN_MS = 60_000;
const TRY_AGAIN_MS = 2_000;

/**
 * Calls `look` whenever this incarnation is signalled (its presence was revoked, it is asked to
 * stop), until `signal` fires. Only makes it fast: the heartbeat finds out as well.
 */
export async function hearCalls(request: {
  signals: Signals;
  incarnation: string;
  signal: AbortSignal;
  look: () => Promise<void>;
}): Promise<void> {
  const { signals, incarnation, signal, look } = request;
  while (!signal.aborted) {
    let listener: Listener | undefined;
    try {
      listener = await signals.listen({ channels: [`lease/${incarnation}`] });
      // What was said before the listener was open.
      await look();
      while (!signal.aborted) {
        if ((await listener.next({ timeoutMs: LISTEN_MS, signal })) === 'signalled') await look();
      }
    } catch (error) {
      if (AgentCoordError.is(error, 'closed')) return;
      await pause(TRY_AGAIN_MS, signal).catch(() => undefined);
    } finally {
      await listener?.close().catch(() => undefined);
    }
  }
}
