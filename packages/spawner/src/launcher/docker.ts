import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { AgentCoordError, type Clock, systemClock } from '@agentcoord/core';
import { refuseEngineSocket, refuseUnreachableRedis, userFor } from '../docker/check-request.js';
import { containerRequest, LABELS, secretsFor } from '../docker/container-request.js';
import { endContainer, isRunning, removedWithin } from '../docker/end-container.js';
import { Engine } from '../docker/engine.js';
import { nameTaken, refused } from '../docker/engine-errors.js';
import { ensureImage } from '../docker/pull-image.js';
import { secretsFolderOf, writeSecrets } from '../docker/secrets-folder.js';
import { socketPathOf } from '../docker/socket-path.js';
import { safeName } from '../log/log-file-name.js';
import { DEFAULT_LOG_BOUNDS, type LogBounds, type Pump, startPump } from '../log/start-pump.js';
import { SpawnMode } from '../spawn-mode.js';
import type { LaunchExit, LaunchedProcess, Launcher, LaunchHandle, LaunchSpec } from './launcher.js';

export interface DockerLauncherOptions {
  /** Its entry point is `agentcoord`. Default `agentcoord/worker:latest`; see docker/worker/Dockerfile. */
  image?: string;
  /** Default `bridge`. `host` shares this machine's network, `none` is enough for the file store and no model. */
  network?: string;
  /** `uid:gid` of whom it writes as. Default: the owner of the folder. Never root. */
  user?: string;
  /** Where the engine listens. Default: `DOCKER_HOST`, else Docker's own socket. */
  socketPath?: string;
  /** Where `DOCKER_HOST` is. Default: `process.env`. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** One line each time the pulling of an image moves. */
  onProgress?: (text: string) => void;
  log?: LogBounds;
  clock?: Clock;
}

interface DockerHandle extends LaunchHandle {
  host: string;
  containerId: string;
  spawnId: string;
  secretsFolder?: string;
}

/** A log is read within moments; where nobody reads it, this is what it costs. */
const LAST_WORDS_MS = 3_000;

export const DEFAULT_IMAGE = 'agentcoord/worker:latest';

/** Workers in containers of this machine, by the Docker Engine API. */
export function createDockerLauncher(options: DockerLauncherOptions = {}): Launcher {
  const { clock = systemClock } = options;
  let opened: Engine | undefined;
  const engine = (): Engine => {
    opened ??= new Engine(options.socketPath ?? socketPathOf(options.environment ?? process.env));
    return opened;
  };
  /** Their input is open as long as this process wants to hear how a container ended. */
  const pumps = new Set<Pump>();
  return {
    mode: SpawnMode.DOCKER,
    limits: ['memory', 'openFiles', 'cpus', 'processes'],
    bringsProgram: true,
    async launch(spec) {
      const { launched, pump } = await launch(engine(), spec, options);
      pumps.add(pump);
      void pump.ended.then(() => pumps.delete(pump));
      return launched;
    },
    close() {
      for (const pump of pumps) pump.process.stdin?.destroy();
    },
    async isAlive(handle) {
      const found = asDockerHandle(handle);
      if (found === undefined) return 'gone';
      if (found.host !== hostname()) return 'elsewhere';
      const running = await isRunning(engine(), found.containerId).catch(() => undefined);
      if (running === undefined) return 'elsewhere';
      return running ? 'running' : 'gone';
    },
    async stop(handle, { graceMs, signal }) {
      const found = asDockerHandle(handle);
      if (found === undefined) return { outcome: 'already_gone', killed: 0 };
      if (found.host !== hostname()) throw otherHost(found);
      const { containerId } = found;
      const stopped = await endContainer({ engine: engine(), containerId, graceMs, signal, clock });
      if (stopped.outcome === 'still_running') return stopped;
      await removedWithin({ engine: engine(), containerId, signal, clock }, LAST_WORDS_MS);
      await clear(engine(), found);
      return stopped;
    },
    async find(spawnId) {
      const filters = encodeURIComponent(JSON.stringify({ label: [`${LABELS.spawnId}=${spawnId}`] }));
      const { body } = await engine().call('GET', `/containers/json?all=1&filters=${filters}`);
      const [found] = Array.isArray(body) ? (body as Array<{ Id: string }>) : [];
      return found && handleOf(found.Id, spawnId, secretsFolderOf(spawnId));
    },
    async clear(handle) {
      const found = asDockerHandle(handle);
      if (found !== undefined && found.host === hostname()) await clear(engine(), found);
    },
  };
}

async function launch(
  engine: Engine,
  spec: LaunchSpec,
  options: DockerLauncherOptions,
): Promise<{ launched: LaunchedProcess; pump: Pump }> {
  const { image = DEFAULT_IMAGE, network = 'bridge', onProgress = () => undefined, log } = options;
  const user = await userFor(spec.cwd, options.user);
  refuseEngineSocket(spec.folders, engine.socketPath);
  refuseUnreachableRedis(spec, network);
  await ensureImage(engine, { image, onProgress, signal: spec.signal });
  const secretsFolder = await secretsFolderFor(spec, user);
  let containerId: string | undefined;
  try {
    containerId = await create(engine, spec, { spec, image, user, network, secretsFolder });
    const handle = handleOf(containerId, spec.spawnId, secretsFolder);
    // Asked before it starts: an end that nobody waits for yet would be missed.
    const status = exitStatus(engine, containerId);
    const started = await engine.call('POST', `/containers/${containerId}/start`);
    if (started.status >= 400) throw refused('start the container', started);
    const pump = await followLog(engine, spec, { containerId, secretsFolder, bounds: log });
    const exited = status.then((exit) => afterwards(engine, handle, pump, exit));
    return { launched: { handle, exited, logOffset: pump.offset }, pump };
  } catch (error) {
    const left = { containerId: containerId ?? '', secretsFolder };
    await clear(engine, left).catch(() => undefined);
    throw error;
  }
}

async function create(
  engine: Engine,
  spec: LaunchSpec,
  request: Parameters<typeof containerRequest>[0],
): Promise<string> {
  const name = `agentcoord-${safeName(spec.name)}-${spec.spawnId.slice(-8)}`;
  const path = `/containers/create?name=${encodeURIComponent(name)}`;
  const reply = await engine.call('POST', path, { body: containerRequest(request), signal: spec.signal });
  if (reply.status === 409) throw nameTaken(name, reply);
  const { Id: id } = reply.body as { Id?: unknown };
  if (reply.status !== 201 || typeof id !== 'string') throw refused('create the container', reply);
  return id;
}

async function secretsFolderFor(spec: LaunchSpec, user: string): Promise<string | undefined> {
  const secrets = secretsFor(spec);
  if (Object.keys(secrets).length === 0) return undefined;
  const [uid = 0, gid = 0] = user.split(':').map(Number);
  return writeSecrets(spec.spawnId, secrets, { uid, gid });
}

/** Into the worker's log file, by a process that outlives this one and removes the container after its end. */
async function followLog(
  engine: Engine,
  { spawnId, logFile }: LaunchSpec,
  { containerId, secretsFolder, bounds = DEFAULT_LOG_BOUNDS }: FollowLog,
): Promise<Pump> {
  const container = {
    socketPath: engine.socketPath,
    logs: await engine.path(`/containers/${containerId}/logs?follow=1&stdout=1&stderr=1`),
    remove: await engine.path(`/containers/${containerId}?force=1&v=1`),
    ...(secretsFolder === undefined ? {} : { folder: secretsFolder }),
  };
  return startPump({ spawnId, logFile, bounds, container });
}

interface FollowLog {
  containerId: string;
  secretsFolder?: string;
  bounds?: LogBounds;
}

async function exitStatus(engine: Engine, containerId: string): Promise<LaunchExit> {
  try {
    const path = `/containers/${containerId}/wait?condition=next-exit`;
    const { body } = await engine.call('POST', path, { timeoutMs: 0 });
    const { StatusCode: code } = body as { StatusCode?: unknown };
    return typeof code === 'number' && code >= 0 ? exitOf(code) : {};
  } catch {
    return {};
  }
}

/** As a shell says it: 128 and the signal. */
function exitOf(code: number): LaunchExit {
  return code === 137 ? { code, signal: 'SIGKILL' } : { code };
}

async function afterwards(
  engine: Engine,
  handle: DockerHandle,
  pump: Pump,
  exit: LaunchExit,
): Promise<LaunchExit> {
  await pump.written;
  pump.process.stdin?.destroy();
  await pump.ended;
  await clear(engine, handle).catch(() => undefined);
  return exit;
}

async function clear(
  engine: Engine,
  { containerId, secretsFolder }: Pick<DockerHandle, 'containerId' | 'secretsFolder'>,
): Promise<void> {
  if (secretsFolder !== undefined) await rm(secretsFolder, { recursive: true, force: true });
  if (containerId !== '') await engine.call('DELETE', `/containers/${containerId}?force=1&v=1`);
}

function handleOf(containerId: string, spawnId: string, secretsFolder?: string): DockerHandle {
  const secrets = secretsFolder === undefined ? {} : { secretsFolder };
  return { host: hostname(), containerId, spawnId, ...secrets };
}

/** The handle of a record is data of another process: nothing but a container's id may reach the engine. */
function asDockerHandle(handle: LaunchHandle): DockerHandle | undefined {
  const { host, containerId, spawnId, secretsFolder } = handle;
  if (typeof containerId !== 'string' || !/^[0-9a-f]{12,64}$/.test(containerId)) return undefined;
  if (typeof host !== 'string' || typeof spawnId !== 'string') return undefined;
  const isOurs =
    typeof secretsFolder === 'string' && basename(secretsFolder).startsWith('agentcoord-secrets-');
  return {
    host,
    containerId,
    spawnId,
    ...(isOurs && dirname(secretsFolder) !== '.' ? { secretsFolder } : {}),
  };
}

function otherHost({ host, containerId }: DockerHandle): AgentCoordError {
  return new AgentCoordError(
    'unsupported',
    `The worker's container runs on the host ${JSON.stringify(host)}, and this is ${JSON.stringify(hostname())}. Nothing was stopped; stop it there.`,
    { data: { host, containerId } },
  );
}
