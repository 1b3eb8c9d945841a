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
];

/** Keys, and the way to the models; only for workers that call one. */
const FOR_MODELS = [
  'ANTHROPIC_API_KEY',
  'OPENAI_API_KEY',
  'ANTHROPIC_BASE_URL',
  'OPENAI_BASE_URL',
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

export interface WorkerEnvironment {
  /** Of the spawning process. */
  from: Readonly<Record<string, string | undefined>>;
  name: string;
  spawnId: string;
  useLlm: boolean;
  redisUrl?: string;
  /** Given by the caller; wins over what is passed on. */
  extra: Readonly<Record<string, string>>;
}

/** The whole environment of a worker, named variable by variable: a worker runs commands that others wrote. */
export function workerEnvironment(request: WorkerEnvironment): Record<string, string> {
  const names = request.useLlm ? [...ALWAYS, ...FOR_MODELS] : ALWAYS;
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

/** Values that must not be repeated from a worker's output. */
export function secretsOf(environment: Readonly<Record<string, string>>): string[] {
  const secret = /key|token|secret|password|redis_url|proxy/i;
  return Object.entries(environment).flatMap(([name, value]) => (secret.test(name) && value ? [value] : []));
}
