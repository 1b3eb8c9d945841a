import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What goes wrong next on the way between a client and the server. */
export type Fault =
  /** The request arrives and runs; the connection dies before any byte of the reply. */
  | { kind: 'cut-after-request' }
  /** As above, but some bytes of the reply arrive. */
  | { kind: 'cut-in-reply'; bytes: number }
  /** The connection dies before the server has seen the request. */
  | { kind: 'cut-before-request' };

/** Two-way traffic that stands still in one direction, with the connections up. */
export type BlackHole = 'to-server' | 'to-client' | 'none';

export interface FaultProxy {
  /** 127.0.0.1 */
  port: number;
  /** The next request that contains `match` meets this fault; resolves when it has happened. */
  failNext(fault: Fault, match?: string): Promise<void>;
  /** Each chunk waits this long, in both directions. 0: no more. */
  delay(ms: number): void;
  blackHole(direction: BlackHole): void;
  /** New connections are closed at once, and those there are cut. */
  refuse(refusing: boolean): void;
  /** Ends every connection, once. */
  cutAll(): void;
  close(): Promise<void>;
}

interface Armed {
  fault: Fault;
  match: string;
  happened: () => void;
}

/** A TCP proxy in front of a unix socket or port that loses, cuts and delays on command. */
export async function startFaultProxy(target: { path: string } | { port: number }): Promise<FaultProxy> {
  const state = { delayMs: 0, hole: 'none' as BlackHole, refusing: false, armed: [] as Armed[] };
  const pairs = new Set<() => void>();

  const server: Server = createServer((client) => {
    if (state.refusing) return void client.destroy();
    const upstream = connect(target);
    const cut = () => {
      pairs.delete(cut);
      client.destroy();
      upstream.destroy();
    };
    pairs.add(cut);
    relay(client, upstream, cut, state);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  const cutAll = () => {
    for (const cut of [...pairs]) cut();
  };
  return {
    port: address.port,
    failNext: (fault, match = '') =>
      new Promise((happened) => state.armed.push({ fault, match, happened: () => happened() })),
    delay(ms) {
      state.delayMs = ms;
    },
    blackHole(direction) {
      state.hole = direction;
    },
    refuse(refusing) {
      state.refusing = refusing;
      if (refusing) cutAll();
    },
    cutAll,
    async close() {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}

function relay(
  client: Socket,
  upstream: Socket,
  cut: () => void,
  state: { delayMs: number; hole: BlackHole; armed: Armed[] },
): void {
  let doomed: Armed | undefined;
  const toServer = inOrder(upstream, state);
  const toClient = inOrder(client, state);

  client.on('data', (chunk) => {
    if (state.hole === 'to-server') return;
    const next = state.armed[0];
    if (next !== undefined && chunk.includes(next.match)) {
      state.armed.shift();
      doomed = next;
      if (next.fault.kind === 'cut-before-request') {
        cut();
        return next.happened();
      }
    }
    toServer(chunk);
  });
  upstream.on('data', (chunk) => {
    if (doomed !== undefined) {
      const { fault, happened } = doomed;
      // Its answer is here, so the request has run.
      if (fault.kind === 'cut-in-reply') client.write(chunk.subarray(0, fault.bytes), cut);
      else cut();
      doomed = undefined;
      return happened();
    }
    if (state.hole !== 'to-client') toClient(chunk);
  });
  for (const socket of [client, upstream]) {
    socket.on('error', cut);
    socket.on('close', cut);
  }
}

/** Nothing overtakes what waits already, also where the delay has become shorter meanwhile. */
function inOrder(socket: Socket, state: { delayMs: number }): (chunk: Buffer) => void {
  const waiting: Buffer[] = [];
  let lastDueAt = 0;
  return (chunk) => {
    if (state.delayMs === 0 && waiting.length === 0) return void socket.write(chunk);
    const now = performance.now();
    lastDueAt = Math.max(lastDueAt, now + state.delayMs);
    waiting.push(chunk);
    // Timers that are due together may go off in any order, so each sends what has waited longest.
    setTimeout(() => {
      const first = waiting.shift();
      if (first !== undefined) socket.write(first);
    }, lastDueAt - now);
  };
}
