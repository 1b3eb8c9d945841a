import { connect, type NetConnectOpts } from 'node:net';
import type { Configuration } from '@agentcoord/client';
import { redact } from '@agentcoord/core';

export interface FoundRedis {
  /** For the eyes: without a password. */
  address: string;
  /** For the committed file; left out where the address is configured already, or has a password. */
  url?: string;
  isUp: boolean;
}

const LOCAL = 'redis://127.0.0.1:6379';
const LONGEST_MS = 500;

/** The server that is configured, and the one that most machines have. Each is asked for half a second. */
export async function probeRedis({ redis }: Pick<Configuration, 'redis'>): Promise<FoundRedis[]> {
  const configured = redis?.reveal();
  const places: Array<Omit<FoundRedis, 'isUp'> & { at: string }> = [];
  if (configured !== undefined) places.push({ address: redact(configured), at: configured });
  if (configured !== LOCAL) places.push({ address: LOCAL, url: LOCAL, at: LOCAL });
  const found = await Promise.all(
    places.map(async ({ at, ...place }) => ({ ...place, isUp: await answers(at) })),
  );
  // What is configured is told also where it does not answer; a usual place without a server is no news.
  return found.filter((one) => one.isUp || one.url === undefined);
}

/** Somebody listens there. What it is, and whether its settings are right, the store itself finds out. */
function answers(url: string): Promise<boolean> {
  const target = targetOf(url);
  if (target === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect(target);
    const end = (isUp: boolean): void => {
      socket.destroy();
      resolve(isUp);
    };
    socket.setTimeout(LONGEST_MS, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

function targetOf(url: string): NetConnectOpts | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol === 'unix:') return { path: decodeURIComponent(pathname) };
  return hostname === '' ? undefined : { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) };
}
