import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { AgentCoordError, abortedError, type Clock, type JsonObject, systemClock } from '@agentcoord/core';
import { refuseEngineSocket, refuseUnreachableRedis, userFor } from '../docker/check-request.js';
import { containerExit } from '../docker/container-exit.js';
import { containerRequest, secretsFor } from '../docker/container-request.js';
import { containerState } from '../docker/container-state.js';
import { containersOf, removeIfMade } from '../docker/containers-of.js';
import {
  asDockerHandle,
  type DockerHandle,
  handleOf,
  isContainerId,
  isOfOther,
  otherEngine,
  otherHost,
} from '../docker/docker-handle.js';
import { endContainer, removedWithin } from '../docker/end-container.js';
import { Engine, type EngineReply } from '../docker/engine.js';
import { nameTaken, refused } from '../docker/engine-errors.js';
import { ensureImage } from '../docker/pull-image.js';
import { removeContainer } from '../docker/remove-container.js';
import { secretsFolderOf, sweepSecrets, writeSecrets } from '../docker/secrets-folder.js';
import { socketPathOf } from '../docker/socket-path.js';
import { safeName } from '../log/log-file-name.js';
import { DEFAULT_LOG_BOUNDS, type LogBounds, type Pump, startPump } from '../log/start-pump.js';
import { pumpsOf } from '../process/family.js';
import { SpawnMode } from '../spawn-mode.js';
import type { LaunchExit, LaunchedProcess, Launcher, LaunchSpec } from './launcher.js';

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
  const closing = new AbortController();
  /** What a spawner left that died; once for each launcher is enough. */
  let swept: Promise<void> | undefined;
  const sweep = (): Promise<void> => {
    swept ??= sweepSecrets(async (spawnId) => {
      const found = await containersOf(engine(), spawnId).catch(() => undefined);
      return found && found.length > 0;
    });
    return swept;
  };
  return {
    mode: SpawnMode.DOCKER,
    limits: ['memory', 'openFiles', 'cpus', 'processes'],
    bringsProgram: true,
    settings: settingsOf(options),
    async launch(spec) {
      const set = { ...options, ...settingsOf(spec.settings ?? {}), closing: closing.signal };
      const { launched, pump } = await launch(engine(), spec, set);
      pumps.add(pump);
      void pump.ended.then(() => pumps.delete(pump));
      await sweep();
      return launched;
    },
    close() {
      closing.abort();
      for (const pump of pumps) pump.process.stdin?.destroy();
    },
    async isAlive(handle) {
      const found = asDockerHandle(handle);
      if (found === undefined) return 'gone';
      if (found.host !== hostname() || isOfOther(found, engine())) return 'elsewhere';
      const state = await containerState(engine(), found.containerId).catch(() => undefined);
      if (state === undefined) return 'elsewhere';
      return state.is === 'running' ? 'running' : 'gone';
    },
    async stop(handle, { graceMs, signal }) {
      const found = asDockerHandle(handle);
      if (found === undefined) return { outcome: 'already_gone', killed: 0 };
      if (found.host !== hostname()) throw otherHost(found);
      if (isOfOther(found, engine())) throw otherEngine(found);
      const { containerId } = found;
      const stopped = await endContainer({ engine: engine(), containerId, graceMs, signal, clock });
      if (stopped.outcome === 'still_running') return stopped;
      await removedWithin({ engine: engine(), containerId, signal, clock }, LAST_WORDS_MS);
      await clear(engine(), found);
      await leaveIfAlone(found.spawnId);
      return stopped;
    },
    async find(spawnId) {
      await sweep();
      const found = await containersOf(engine(), spawnId);
      if (found === undefined) throw cannotSay(spawnId);
      const [containerId] = found;
      return containerId === undefined
        ? undefined
        : handleOf(engine(), { containerId, spawnId, secretsFolder: secretsFolderOf(spawnId) });
    },
    async clear(handle) {
      const found = asDockerHandle(handle);
      if (found === undefined || found.host !== hostname() || isOfOther(found, engine())) return;
      await clear(engine(), found);
    },
  };
}

async function launch(
  engine: Engine,
  spec: LaunchSpec,
  options: DockerLauncherOptions & { closing: AbortSignal },
): Promise<{ launched: LaunchedProcess; pump: Pump }> {
  const { image = DEFAULT_IMAGE, network = 'bridge', onProgress = () => undefined, log, closing } = options;
  const user = await userFor(spec.cwd, options.user);
  refuseEngineSocket(spec.folders, engine.socketPath);
  refuseUnreachableRedis(spec, network);
  await ensureImage(engine, { image, onProgress, signal: spec.signal });
  const secretsFolder = await secretsFolderFor(spec, user);
  let containerId: string | undefined;
  try {
    containerId = await create(engine, spec, { spec, image, user, network, secretsFolder });
    if (spec.signal?.aborted) throw abortedError(spec.signal, 'starting a container');
    const handle = handleOf(engine, { containerId, spawnId: spec.spawnId, secretsFolder });
    const leaving = new AbortController();
    // Asked before it starts: an end that nobody waits for yet would be missed.
    const exit = containerExit(engine, containerId, AbortSignal.any([closing, leaving.signal]));
    exit.catch(() => undefined);
    try {
      const started = await engine.call('POST', `/containers/${containerId}/start`);
      if (started.status >= 400) throw refused('start the container', started);
      const pump = await followLog(engine, spec, { containerId, secretsFolder, bounds: log });
      const exited = afterwards(engine, { handle, pump, exit });
      return { launched: { handle, exited, logOffset: pump.offset }, pump };
    } catch (error) {
      leaving.abort();
      throw error;
    }
  } catch (error) {
    if (secretsFolder !== undefined) await rm(secretsFolder, { recursive: true, force: true });
    if (containerId !== undefined) {
      await removeContainer(engine, containerId, { force: true }).catch(() => undefined);
    }
    throw error;
  }
}

/** When it rejects, there is no container, also where no answer came. */
async function create(
  engine: Engine,
  spec: LaunchSpec,
  request: Parameters<typeof containerRequest>[0],
): Promise<string> {
  const name = `agentcoord-${safeName(spec.name)}-${spec.spawnId.slice(-8)}`;
  const path = `/containers/create?name=${encodeURIComponent(name)}`;
  let reply: EngineReply;
  try {
    reply = await engine.call('POST', path, { body: containerRequest(request), signal: spec.signal });
  } catch (error) {
    await removeIfMade(engine, spec.spawnId);
    throw error;
  }
  if (reply.status === 409) throw nameTaken(name, reply);
  const { Id: id } = (reply.body ?? {}) as { Id?: unknown };
  if (reply.status === 201 && typeof id === 'string' && isContainerId(id)) return id;
  if (reply.status < 400) await removeIfMade(engine, spec.spawnId);
  throw refused('create the container', reply);
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
    container: await engine.path(`/containers/${containerId}`),
    ...(secretsFolder === undefined ? {} : { folder: secretsFolder }),
  };
  return startPump({ spawnId, logFile, bounds, container });
}

interface FollowLog {
  containerId: string;
  secretsFolder?: string;
  bounds?: LogBounds;
}

/** Of one that nobody here waits for any more it never resolves: others will see its end. */
async function afterwards(
  engine: Engine,
  { handle, pump, exit }: { handle: DockerHandle; pump: Pump; exit: Promise<LaunchExit> },
): Promise<LaunchExit> {
  const seen = await exit.catch(() => undefined);
  if (seen === undefined) return new Promise(() => undefined);
  await pump.written;
  pump.process.stdin?.destroy();
  await pump.ended;
  await clear(engine, handle).catch(() => undefined);
  return seen;
}

/** What is left of one that has ended. One that runs after all stays. */
async function clear(
  engine: Engine,
  { containerId, secretsFolder }: Pick<DockerHandle, 'containerId' | 'secretsFolder'>,
): Promise<void> {
  if (secretsFolder !== undefined) await rm(secretsFolder, { recursive: true, force: true });
  await removeContainer(engine, containerId, { force: false });
}

/** Whoever still reads the log of a container that is gone ends without an engine, too. */
async function leaveIfAlone(spawnId: string): Promise<void> {
  for (const { pid } of await pumpsOf(spawnId)) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      // It has just ended.
    }
  }
}

function cannotSay(spawnId: string): AgentCoordError {
  return new AgentCoordError(
    'spawn_failed',
    `The container engine does not say whether there is a container of the worker ${spawnId}. Look whether it works (docker ps), and try again.`,
    { data: { spawnId } },
  );
}

/** What a later life needs to run as this one did; no secrets. */
function settingsOf(options: object): Pick<DockerLauncherOptions, 'image' | 'network' | 'user'> & JsonObject {
  const known = Object.entries(options).filter(
    ([name, value]) => ['image', 'network', 'user'].includes(name) && typeof value === 'string',
  );
  return Object.fromEntries(known);
}
