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

const SECRET = /key|token|secret|pass|credential|redis_url|database_url|proxy|auth|dsn/i;

/** A URL may bear a password. */
const CREDENTIALS = /:\/\/[^/\s]*@/;

/** Variables whose values are treated as secrets, by their names or because they are a URL with a password. */
export function secretNamesOf(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment)
    .filter(([name, value]) => value !== '' && (SECRET.test(name) || CREDENTIALS.test(value)))
    .map(([name]) => name);
}

/** Values that must not be repeated from a worker's output. */
export function secretsOf(environment: Readonly<Record<string, string>>): string[] {
  return secretNamesOf(environment).flatMap((name) => environment[name] ?? []);
}

/** What may be written down of a worker's own variables: the product's, without its secrets; of the others, the names. */
export function keptEnvironment(environment: Readonly<Record<string, string>>): {
  ownEnvironment: Record<string, string>;
  ownSecrets: string[];
} {
  const secret = new Set(secretNamesOf(environment));
  const isOpen = (name: string): boolean => name.startsWith('AGENTCOORD_') && !secret.has(name);
  return {
    ownEnvironment: Object.fromEntries(Object.entries(environment).filter(([name]) => isOpen(name))),
    ownSecrets: Object.keys(environment).filter((name) => !isOpen(name)),
  };
}

/** Means something on this machine alone. */
const ONLY_HERE: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'TMPDIR',
  'AGENTCOORD_BUBBLEWRAP',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
]);

/** For a worker that runs elsewhere: without what is about this machine. */
export function environmentElsewhere(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ONLY_HERE.has(name)));
}
