import { appendFile } from 'node:fs/promises';
import {
  type Backoff,
  type Clock,
  type JsonObject,
  pause,
  printable,
  redact,
  systemClock,
} from '@agentcoord/core';
import { DEFAULT_LOG_BOUNDS } from '../log/start-pump.js';
import { openWorkerLog } from '../log/worker-log.js';
import { RailwayClient } from '../railway/client.js';
import { type DeploymentLine, deploymentLog, deploymentStatus, hasEnded } from '../railway/deployment.js';
import { DOCUMENTS } from '../railway/documents.js';
import { placeOf, projectOf } from '../railway/place.js';
import { refuseLocalRedis } from '../railway/reachable-redis.js';
import { createService, deleteService, deploymentOf, serviceNameOf, servicesOf } from '../railway/service.js';
import { tokenOf } from '../railway/token.js';
import { watchDeployment } from '../railway/watch-deployment.js';
import { SpawnMode } from '../spawn-mode.js';
import { environmentElsewhere } from '../worker/environment.js';
import type {
  LaunchExit,
  LaunchedProcess,
  Launcher,
  LauncherStop,
  LaunchHandle,
  LaunchSpec,
} from './launcher.js';

export interface RailwayLauncherOptions {
  /** Default: `RAILWAY_PROJECT_ID`. Needed to start workers, not to stop them. */
  projectId?: string;
  /** Default: `RAILWAY_ENVIRONMENT_ID`. */
  environmentId?: string;
  /** Made from docker/worker/Dockerfile, and where Railway can pull it. */
  image?: string;
  /** Where the tokens are: `RAILWAY_API_TOKEN` or `RAILWAY_TOKEN`. Default: `process.env`. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** A Redis with a local or private address is accepted: there is a tunnel. Default false. */
  allowPrivateRedis?: boolean;
  endpoint?: string;
  /** How often status and log are asked for. Default 3 s. */
  interval?: number;
  backoff?: Backoff;
  clock?: Clock;
}

interface RailwayHandle extends LaunchHandle {
  serviceId: string;
  environmentId: string;
  /** Left out of a service whose spawner died before it was deployed. */
  deploymentId?: string;
  spawnId: string;
}

const DEFAULT_INTERVAL_MS = 3_000;
const LAST_LINES_MS = 10_000;

/** Workers as services of a Railway project: one service each, deleted when it is stopped. */
export function createRailwayLauncher(options: RailwayLauncherOptions = {}): Launcher {
  const { clock = systemClock, interval = DEFAULT_INTERVAL_MS } = options;
  const client = (): RailwayClient =>
    new RailwayClient({
      token: tokenOf(options.environment ?? process.env),
      endpoint: options.endpoint,
      backoff: options.backoff,
    });
  const closing = new AbortController();
  /** By deployment: resolves when its last line is in the log. */
  const followed = new Map<unknown, Promise<LaunchExit>>();
  return {
    mode: SpawnMode.RAILWAY,
    limits: [],
    bringsProgram: true,
    settings: settingsOf(options),
    async launch(spec) {
      const set = { ...options, ...settingsOf(spec.settings ?? {}), closing: closing.signal };
      const launched = await launch(client(), spec, set);
      followed.set(launched.handle.deploymentId, launched.exited);
      return launched;
    },
    close: () => closing.abort(),
    async readLog(handle, { lines }) {
      const found = asRailwayHandle(handle);
      if (found?.deploymentId === undefined) return [];
      const read = await deploymentLog(client(), found.deploymentId, lines);
      return read.map(({ message }) => redact(printable(message, { singleLine: true })));
    },
    async isAlive(handle) {
      const found = asRailwayHandle(handle);
      if (found?.deploymentId === undefined) return 'gone';
      try {
        return hasEnded(await deploymentStatus(client(), found.deploymentId)) ? 'gone' : 'running';
      } catch {
        return 'elsewhere';
      }
    },
    async stop(handle, { graceMs, signal }) {
      const found = asRailwayHandle(handle);
      if (found === undefined) return { outcome: 'already_gone', killed: 0 };
      const { deploymentId } = found;
      if (deploymentId === undefined) {
        await deleteService(client(), found);
        return { outcome: 'already_gone', killed: 0 };
      }
      const whole = async (): Promise<void> => {
        const last = new AbortController();
        const enough = pause(LAST_LINES_MS, last.signal).catch(() => undefined);
        await Promise.race([followed.get(deploymentId) ?? Promise.resolve(), enough]);
        last.abort();
        followed.delete(deploymentId);
      };
      const deployed = { ...found, deploymentId };
      return end({ client: client(), handle: deployed, graceMs, signal, clock, intervalMs: interval, whole });
    },
    async find(spawnId) {
      const place = projectOf(options);
      const found = client();
      const [serviceId] = await servicesOf(found, place, spawnId);
      if (serviceId === undefined) return undefined;
      const deploymentId = await deploymentOf(found, place, serviceId);
      const { environmentId } = place;
      return { serviceId, environmentId, spawnId, ...(deploymentId === undefined ? {} : { deploymentId }) };
    },
    async clear(handle) {
      const found = asRailwayHandle(handle);
      if (found) await deleteService(client(), found);
    },
  };
}

async function launch(
  client: RailwayClient,
  spec: LaunchSpec,
  options: RailwayLauncherOptions & { closing: AbortSignal },
): Promise<LaunchedProcess> {
  const { environment, spawnId, signal } = spec;
  refuseLocalRedis(environment.REDIS_URL, options.allowPrivateRedis === true);
  const { projectId, environmentId, image } = placeOf(options);
  const log = await openWorkerLog(spec.logFile, DEFAULT_LOG_BOUNDS.maxBytes, DEFAULT_LOG_BOUNDS.kept);
  await log.file.close();
  const input = { projectId, environmentId, name: serviceNameOf(spec.name, spawnId), source: { image } };
  const serviceId = await createService(client, { spawnId, input, signal });
  try {
    const service = { serviceId, environmentId };
    await client.call(
      DOCUMENTS.configureService,
      {
        ...service,
        input: { source: { image }, startCommand: startCommand(spec.args), restartPolicyType: 'NEVER' },
      },
      { signal, repeatable: true },
    );
    const variables = {
      ...environmentElsewhere(environment),
      ...(spec.namespace === undefined ? {} : { AGENTCOORD_NAMESPACE: spec.namespace }),
    };
    await client.call(
      DOCUMENTS.setVariables,
      { input: { projectId, ...service, variables, replace: true, skipDeploys: true } },
      { signal, repeatable: true },
    );
    const { serviceInstanceDeployV2: deploymentId } = await client.call<{ serviceInstanceDeployV2: string }>(
      DOCUMENTS.deploy,
      service,
      { signal },
    );
    const handle = { ...service, deploymentId, spawnId };
    return { handle, exited: follow(client, spec, handle, options), logOffset: log.offset };
  } catch (error) {
    await deleteService(client, { serviceId, environmentId }).catch(() => undefined);
    throw error;
  }
}

/** Names and numbers only, but a name may hold what a shell reads. */
function startCommand(args: readonly string[]): string {
  const quoted = args.map((argument) => `'${argument.replaceAll("'", "'\\''")}'`);
  return ['node', '/opt/agentcoord/bin.cjs', ...quoted].join(' ');
}

/** Copies the log into the worker's file, for as long as this process lives; the whole log stays at Railway. */
async function follow(
  client: RailwayClient,
  { logFile, environment, secretNames }: LaunchSpec,
  { deploymentId }: { deploymentId: string },
  { interval = DEFAULT_INTERVAL_MS, closing }: RailwayLauncherOptions & { closing: AbortSignal },
): Promise<LaunchExit> {
  const secrets = secretNames.flatMap((name) => environment[name] ?? []);
  const onLines = (lines: DeploymentLine[]): Promise<void> =>
    appendFile(
      logFile,
      lines.map(({ message }) => `${redact(printable(message, { singleLine: true }), secrets)}\n`).join(''),
    );
  try {
    const watch = { client, deploymentId, intervalMs: interval, signal: closing, onLines };
    const status = await watchDeployment(watch);
    // What exit code it had is not told.
    return status === 'CRASHED' || status === 'FAILED' ? { code: 1, status } : { status };
  } catch {
    // No longer watched: how it ends nobody here will see.
    return new Promise<LaunchExit>(() => undefined);
  }
}

async function end(request: {
  client: RailwayClient;
  handle: RailwayHandle & { deploymentId: string };
  graceMs: number;
  signal?: AbortSignal;
  clock: Clock;
  intervalMs: number;
  /** Waits until what it said last has been read: with the service its log is gone. */
  whole: () => Promise<void>;
}): Promise<LauncherStop> {
  const { client, handle, graceMs, signal, clock, intervalMs, whole } = request;
  const { deploymentId: id } = handle;
  if (hasEnded(await deploymentStatus(client, id))) {
    await deleteService(client, handle);
    return { outcome: 'already_gone', killed: 0 };
  }
  await client.call(DOCUMENTS.stop, { id }, { signal, repeatable: true });
  const deadline = clock.elapsed() + graceMs;
  let gone = hasEnded(await deploymentStatus(client, id));
  while (!gone && clock.elapsed() < deadline) {
    await pause(Math.min(intervalMs, graceMs), signal, 'waiting for a worker to end');
    gone = hasEnded(await deploymentStatus(client, id));
  }
  if (!gone) await client.call(DOCUMENTS.remove, { id }, { repeatable: true });
  if (gone) await whole();
  await deleteService(client, handle);
  return gone ? { outcome: 'stopped', killed: 0 } : { outcome: 'killed', killed: 1 };
}

function asRailwayHandle(handle: LaunchHandle): RailwayHandle | undefined {
  const { serviceId, environmentId, deploymentId, spawnId } = handle;
  if (typeof serviceId !== 'string' || typeof environmentId !== 'string') return undefined;
  if (typeof spawnId !== 'string') return undefined;
  const deployed = typeof deploymentId === 'string' ? { deploymentId } : {};
  return { serviceId, environmentId, spawnId, ...deployed };
}

/** What a later life needs to run as this one did; no secrets. */
function settingsOf(options: object): Partial<RailwayLauncherOptions> & JsonObject {
  const texts = ['projectId', 'environmentId', 'image'];
  const known = Object.entries(options).filter(
    ([name, value]) =>
      (texts.includes(name) && typeof value === 'string') || (name === 'allowPrivateRedis' && value === true),
  );
  return Object.fromEntries(known);
}
