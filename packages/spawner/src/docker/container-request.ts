import type { LaunchSpec } from '../launcher/launcher.js';
import { environmentElsewhere } from '../worker/environment.js';
import { SECRETS_FILE_INSIDE, SECRETS_FILE_VARIABLE, SECRETS_MOUNT } from './secrets-folder.js';

export const LABELS = {
  spawnId: 'dev.agentcoord.spawn-id',
  name: 'dev.agentcoord.name',
  namespace: 'dev.agentcoord.namespace',
} as const;

export interface ContainerRequest {
  spec: LaunchSpec;
  image: string;
  /** `uid:gid`, never root. */
  user: string;
  network: string;
  /** On this machine; mounted as the only place of the secrets. */
  secretsFolder?: string;
}

const DEFAULT_MEMORY_BYTES = 2 * 1024 ** 3;
const DEFAULT_PROCESSES = 512;
const DEFAULT_CPUS = 2;
const TMPFS = 'rw,nosuid,nodev,size=256m,mode=1777';

/**
 * What the engine is asked for. The worker's tasks run commands that others wrote, so it has no
 * capabilities, cannot gain any, sees no disk but the mounted folders, and is bounded in everything.
 */
export function containerRequest({ spec, image, user, network, secretsFolder }: ContainerRequest): object {
  const { limits } = spec;
  return {
    Image: image,
    Cmd: spec.args,
    Env: Object.entries(publicEnvironment(spec, secretsFolder)).map(([name, value]) => `${name}=${value}`),
    Labels: {
      [LABELS.spawnId]: spec.spawnId,
      [LABELS.name]: spec.name,
      ...(spec.namespace === undefined ? {} : { [LABELS.namespace]: spec.namespace }),
    },
    User: user,
    WorkingDir: spec.cwd,
    HostConfig: {
      NetworkMode: network,
      Memory: limits.memory ?? DEFAULT_MEMORY_BYTES,
      PidsLimit: limits.processes ?? DEFAULT_PROCESSES,
      NanoCpus: Math.round((limits.cpus ?? DEFAULT_CPUS) * 1e9),
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': TMPFS },
      Binds: [
        // At the same place inside, so that every path means the same on both sides.
        ...spec.folders.map((folder) => `${folder}:${folder}:rw`),
        ...(secretsFolder === undefined ? [] : [`${secretsFolder}:${SECRETS_MOUNT}:rw`]),
      ],
      ...(limits.openFiles === undefined
        ? {}
        : { Ulimits: [{ Name: 'nofile', Soft: limits.openFiles, Hard: limits.openFiles }] }),
      RestartPolicy: { Name: 'no' },
      // Read by the pump at once. Whatever the engine does by default, this can be read and stays small.
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } },
    },
  };
}

/** What may be seen by everybody who may ask the engine. */
function publicEnvironment(spec: LaunchSpec, secretsFolder: string | undefined): Record<string, string> {
  const secret = new Set(spec.secretNames);
  const open = Object.entries(environmentElsewhere(spec.environment)).filter(([name]) => !secret.has(name));
  return {
    ...Object.fromEntries(open),
    HOME: '/tmp',
    ...(secretsFolder === undefined ? {} : { [SECRETS_FILE_VARIABLE]: SECRETS_FILE_INSIDE }),
  };
}

/** Those of them that mean something inside. */
export function secretsFor(spec: LaunchSpec): Record<string, string> {
  const environment = environmentElsewhere(spec.environment);
  const secrets = spec.secretNames.flatMap((name): Array<[string, string]> => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(secrets);
}
