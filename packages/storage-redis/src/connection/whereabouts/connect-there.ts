import type { Socket } from 'node:net';
import { pause } from '@agentcoord/core';
import type { RedisStorageOptions } from '../../redis-storage-options.js';
import { openSocket } from './endpoint.js';
import type { OpenSocket } from './socket-connector.js';
import type { Whereabouts } from './whereabouts.js';

const CONNECT_MS = 2_000;

/**
 * Looks where the server is and connects to it, with full jitter between the attempts, until that succeeds or
 * nobody wants it any more. Each failure is told, so that whoever waits can judge whether to go on waiting.
 */
export function connectThere(
  whereabouts: Whereabouts,
  options: { tls: RedisStorageOptions['tls']; delayMs: (attempt: number) => number },
): OpenSocket {
  return async ({ signal, emitError }): Promise<Socket> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const endpoint = await whereabouts.locate(signal);
        return await openSocket(endpoint, { tls: options.tls, timeoutMs: CONNECT_MS, signal });
      } catch (error) {
        if (!signal.aborted) emitError(error instanceof Error ? error : new Error(String(error)));
      }
      await pause(options.delayMs(attempt), signal);
    }
  };
}
