import { type ConnectOptions, CoordinationClient } from '@agentcoord/client';
import type {
  SpawnedWorker,
  SpawnRequest,
  StopOptions,
  StopReport,
  SuperviseOptions,
} from '@agentcoord/spawner';
import {
  createDockerLauncher,
  createRailwayLauncher,
  createSubprocessLauncher,
  WorkerSpawner as SpawnerOnStorage,
  type WorkerSpawnerOptions as SpawnerOptions,
} from '@agentcoord/spawner';

export interface WorkerSpawnerOptions
  extends Pick<ConnectOptions, 'cwd' | 'namespace' | 'home' | 'redisUrl' | 'fallback' | 'storage'>,
    Partial<Omit<SpawnerOptions, 'storage' | 'redisUrl' | 'namespace' | 'cwd'>> {}

/**
 * `WorkerSpawner` of `@agentcoord/spawner` that finds its store as every client does: by `redisUrl`, else
 * REDIS_URL, the configuration file, the file store of this clone. The store is opened at the first call, and
 * closed by `close`.
 */
export class WorkerSpawner {
  private opening: Promise<{ client: CoordinationClient; spawner: SpawnerOnStorage }> | undefined;

  constructor(private readonly options: WorkerSpawnerOptions = {}) {}

  /** Starts a worker, and resolves when it has registered. @throws as in `@agentcoord/spawner`, and the errors of opening a store. */
  async spawnWorker(request?: SpawnRequest): Promise<SpawnedWorker> {
    return (await this.opened()).spawnWorker(request);
  }

  /** The latest life of every worker, as it is now; changes nothing. */
  async list(): Promise<SpawnedWorker[]> {
    return (await this.opened()).list();
  }

  /** Takes over the workers that other processes started: corrects the records, and returns those that live. */
  async adopt(): Promise<SpawnedWorker[]> {
    return (await this.opened()).adopt();
  }

  /** Restarts workers by their policies until `signal` fires. */
  async supervise(options?: SuperviseOptions): Promise<void> {
    return (await this.opened()).supervise(options);
  }

  /** Asks a worker to leave once what it works on is done. */
  async drain(nameOrId: string): Promise<SpawnedWorker> {
    return (await this.opened()).drain(nameOrId);
  }

  /** Asks a worker to end, waits, and then ends it with everything it started. */
  async stop(nameOrId: string, options?: StopOptions): Promise<StopReport> {
    return (await this.opened()).stop(nameOrId, options);
  }

  /** Stops all that are not known to have ended, at the same time. */
  async stopAll(options?: StopOptions): Promise<StopReport[]> {
    return (await this.opened()).stopAll(options);
  }

  /** Closes what was opened. The workers go on. */
  async close(): Promise<void> {
    const { opening } = this;
    if (opening === undefined) return;
    const { client, spawner } = await opening;
    await spawner.close();
    await client.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async opened(): Promise<SpawnerOnStorage> {
    this.opening ??= open(this.options);
    try {
      return (await this.opening).spawner;
    } catch (error) {
      // A store that was away may be there at the next call.
      this.opening = undefined;
      throw error;
    }
  }
}

async function open(options: WorkerSpawnerOptions) {
  const { cwd, namespace, home, redisUrl, fallback, storage, inherit, environment, ...rest } = options;
  const client = await CoordinationClient.open({
    cwd,
    namespace,
    home,
    redisUrl,
    fallback,
    storage,
    environment: inherit,
  });
  const { configuration } = client;
  const spawner = new SpawnerOnStorage({
    launchers: [
      createSubprocessLauncher(),
      createDockerLauncher(configuration.spawn.docker),
      createRailwayLauncher(configuration.spawn.railway),
    ],
    logFolder: configuration.logFolder,
    folders: [configuration.repository.root],
    ...rest,
    ...(inherit ? { inherit } : {}),
    storage: client.storage,
    cwd: configuration.cwd,
    namespace: configuration.namespace,
    environment: { ...configuration.environment, ...environment },
  });
  return { client, spawner };
}
