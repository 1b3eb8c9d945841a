import { SPAWN_ID_VARIABLE } from '../process/family.js';

/** What any program needs to run as this user, and where the store is. */
const ALWAYS = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'NO_COLOR',
  'CI',
  'AGENTCOORD_HOME',
  'AGENTCOORD_NAMESPACE',
  'AGENTCOORD_BUBBLEWRAP',
];

/** The way out; only for workers that call a model. */
const FOR_MODELS = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** The key of each provider, and where its server is: a worker gets those of its own provider and no others. */
const OF_PROVIDER: Readonly<Record<string, readonly string[]>> = {
  anthropic: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL'],
  openai: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
};

export interface WorkerEnvironment {
  /** Of the spawning process. */
  from: Readonly<Record<string, string | undefined>>;
  name: string;
  spawnId: string;
  useLlm: boolean;
  /** Left out: the first of which there is a key. */
  provider?: string;
  redisUrl?: string;
  /** Given by the caller; wins over what is passed on. */
  extra: Readonly<Record<string, string>>;
}

/** The whole environment of a worker, named variable by variable: a worker runs commands that others wrote. */
export function workerEnvironment(request: WorkerEnvironment): Record<string, string> {
  const names = request.useLlm ? [...ALWAYS, ...FOR_MODELS, ...keysOf(request)] : ALWAYS;
  const passed = names.flatMap((name): Array<[string, string]> => {
    const value = request.from[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(passed),
    ...(request.redisUrl === undefined ? {} : { REDIS_URL: request.redisUrl }),
    ...request.extra,
    AGENTCOORD_AGENT_ID: request.name,
    [SPAWN_ID_VARIABLE]: request.spawnId,
  };
}

function keysOf({ provider, from }: WorkerEnvironment): readonly string[] {
  if (provider !== undefined) return (Object.hasOwn(OF_PROVIDER, provider) && OF_PROVIDER[provider]) || [];
  const all = Object.values(OF_PROVIDER);
  return all.find((names) => names.some((name) => from[name])) ?? [];
}

/** Values that must not be repeated from a worker's output. */
export function secretsOf(environment: Readonly<Record<string, string>>): string[] {
  const secret = /key|token|secret|password|redis_url|proxy/i;
  return Object.entries(environment).flatMap(([name, value]) => (secret.test(name) && value ? [value] : []));
}
