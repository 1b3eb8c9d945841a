import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Stands between a socket and whoever uses it, and cuts what is open when it is told to. */
export interface CuttingProxy {
  socketPath: string;
  /** Ends all that is open, in the middle of what is said. Returns how many that were. */
  cut(): number;
  /** While it is away nobody is let in. */
  away(isAway: boolean): void;
  /** How many are connected now. */
  open(): number;
  /** How many were not let in. */
  refused(): number;
  close(): Promise<void>;
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-proxy-'));
  const socketPath = join(folder, 'engine.sock');
  const open = new Set<Socket>();
  let isAway = false;
  let refused = 0;
  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (isAway) {
      refused += 1;
      client.destroy();
      return;
    }
    const engine = createConnection(target);
    open.add(client);
    const end = (): void => {
      open.delete(client);
      client.destroy();
      engine.destroy();
    };
    for (const side of [client, engine]) side.on('error', end).on('close', end);
    client.pipe(engine).pipe(client);
  });
  await once(server.listen(socketPath), 'listening');
  const cut = (): number => {
    const cutNow = [...open];
    for (const client of cutNow) client.destroy();
    return cutNow.length;
  };
  return {
    socketPath,
    cut,
    away(now) {
      isAway = now;
      if (now) cut();
    },
    open: () => open.size,
    refused: () => refused,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
