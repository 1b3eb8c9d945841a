/**
 * The one form of a remote address: `git@github.com:owner/repo.git`, `https://token@github.com/owner/repo`
 * and `ssh://git@github.com/owner/repo.git/` are all `github.com/owner/repo`.
 *
 * A port that is not the scheme's own stays: meeting too few clones is mended by naming the namespace,
 * mixing two repositories is not. `undefined` for a local path, which means something else on every host.
 */
export function normaliseOriginUrl(url: string): string | undefined {
  const address = parseUrl(url.trim()) ?? parseScp(url.trim());
  if (!address) return undefined;
  const host = address.host.toLowerCase();
  const path = cleanPath(address.path);
  if (!host || !path) return undefined;
  return `${host}/${IGNORES_CASE.has(host) ? path.toLowerCase() : path}`;
}

interface Address {
  host: string;
  path: string;
}

const DEFAULT_PORTS: Record<string, string> = {
  ssh: '22',
  'git+ssh': '22',
  git: '9418',
  http: '80',
  https: '443',
};
/** These hosts answer `Owner/Repo` and `owner/repo` alike. */
const IGNORES_CASE = new Set(['github.com', 'gitlab.com', 'bitbucket.org']);

const URL_FORM = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/@]*@)?(\[[^\]]+\]|[^/:]+)(?::(\d*))?(\/.*)?$/i;

function parseUrl(url: string): Address | undefined {
  const [, scheme = '', host = '', port = '', path = ''] = URL_FORM.exec(url) ?? [];
  const defaultPort = DEFAULT_PORTS[scheme.toLowerCase()];
  if (defaultPort === undefined) return undefined;
  const ownPort = port === '' || port === defaultPort;
  return { host: ownPort ? host : `${host}:${port}`, path: decode(path) };
}

/** `user@host:path`, where the path is not a port and nothing before the colon has a slash. */
const SCP_FORM = /^(?:[^/@:]+@)?(\[[^\]]+\]|[^/:@]{2,}):(?!\/\/)(.+)$/;

function parseScp(url: string): Address | undefined {
  const [, host, path] = SCP_FORM.exec(url) ?? [];
  return host && path ? { host, path } : undefined;
}

function cleanPath(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.join('/').replace(/\.git$/, '');
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
