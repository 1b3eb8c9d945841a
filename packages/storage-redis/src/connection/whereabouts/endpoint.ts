import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { RedisStorageOptions } from '../../redis-storage-options.js';

/** Where one server listens. */
export type Endpoint = { host: string; port: number } | { path: string };

export interface SocketOptions {
  tls: RedisStorageOptions['tls'];
  timeoutMs: number;
  signal: AbortSignal;
}

/** `redis://host:port` without what comes before it; an IPv6 address in brackets. */
export function endpointText(endpoint: Endpoint): string {
  if ('path' in endpoint) return endpoint.path;
  return `${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`;
}

/** A connection that is up, its TLS handshake included. Rejects with the error of the socket, or when time is up. */
export function openSocket(endpoint: Endpoint, options: SocketOptions): Promise<Socket> {
  const { tls, timeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    const socket = tls
      ? connectTls({ ...endpoint, ...(tls === true ? {} : tls) })
      : connect({ ...endpoint, noDelay: true });
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (error === undefined) {
        resolve(socket);
      } else {
        socket.destroy();
        reject(error);
      }
    };
    const onAbort = (): void => settle(new Error('The connection is not wanted any more.'));
    const timer = setTimeout(
      () => settle(new Error(`${endpointText(endpoint)} did not accept a connection in ${timeoutMs} ms.`)),
      timeoutMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    // Stays on: an error between here and the next owner's listener must not end the process.
    socket.on('error', settle);
    socket.once(tls ? 'secureConnect' : 'connect', () => settle());
  });
}
