/** The option `fallback`: when a host's own store may own a namespace although Redis is configured. */
export type Fallback = 'auto' | 'single-host' | 'off';

/**
 * Whether the store of this host may own. Safety rests on this: an owner goes on while Redis is silent, which
 * is right only where silence for it is silence for everybody (the same machine), or where there is nobody
 * else (the operator's word).
 *
 * @param address what the client connects to: a path of a unix socket, or a host without port
 */
export function mayOwnLocally(fallback: Fallback, address: string): boolean {
  if (fallback === 'off') return false;
  return fallback === 'single-host' || isOnThisMachine(address);
}

function isOnThisMachine(address: string): boolean {
  if (address.startsWith('/')) return true;
  const host = address.toLowerCase().replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
