/** A unix socket, with its path; or one server, with its host. */
const SOCKET = /^unix:(?:\/\/(?:[^@/]*@)?)?(\/[^?#]+)/i;
const SERVER = /^(rediss?(?:\+\w+)?):\/\/(?:[^@/]*@)?([^/?#]*)/i;
const ONE_HOST = /^(?:\[([^\]]+)\]|([^:,[\]]+))(?::\d+)?$/;

/**
 * What can be said about an address of Redis without connecting, and without its password: what to show, and what
 * is connected to. Several hosts, or a name that sentinels resolve, are no host of this machine.
 */
export function primaryPlace(url: string): { address: string; host: string } {
  const path = SOCKET.exec(url)?.[1];
  if (path !== undefined) return { address: `unix://${path}`, host: path };
  const [, scheme = 'redis', hosts = ''] = SERVER.exec(url) ?? [];
  const where = hosts === '' ? '127.0.0.1' : hosts;
  const [, six, name] = scheme.includes('+') ? [] : (ONE_HOST.exec(where) ?? []);
  return { address: `${scheme}://${where}`, host: six ?? name ?? '' };
}
