import type { Socket } from 'node:net';
import { AbstractConnector, type RedisOptions } from 'ioredis';

type Connector = NonNullable<RedisOptions['Connector']>;
export type OpenSocket = (attempt: {
  signal: AbortSignal;
  emitError: (error: Error) => void;
}) => Promise<Socket>;

const DISCONNECT_MS = 2_000;

/** How ioredis gets its sockets from us. `open` ends when its signal says that nobody wants one any more. */
export function socketConnector(open: OpenSocket): Connector {
  return class SocketConnector extends AbstractConnector {
    private stopped = new AbortController();

    constructor() {
      super(DISCONNECT_MS);
    }

    async connect(emit: (type: string, error: Error) => void): Promise<Socket> {
      const stopped = new AbortController();
      this.stopped = stopped;
      this.connecting = true;
      const socket = await open({
        signal: stopped.signal,
        emitError: (error) => emit('error', error),
      });
      if (stopped.signal.aborted) {
        socket.destroy();
        throw new Error('The connection is not wanted any more.');
      }
      this.stream = socket;
      return socket;
    }

    override disconnect(): void {
      this.stopped.abort();
      super.disconnect();
    }
  };
}
