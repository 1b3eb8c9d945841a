import { relative } from 'node:path';
import type { Configuration } from '@agentcoord/client';
import type { Launcher, WorkerSpawner } from '@agentcoord/spawner';
import type { CommandCall } from '../command-context.js';
import type { LauncherFlags } from './launcher-options.js';

/** A spawner over this command's store, whose workers arrive at the same store. */
export async function openSpawner(call: CommandCall, flags: LauncherFlags = {}): Promise<WorkerSpawner> {
  const [client, spawner] = await Promise.all([call.connect(), import('@agentcoord/spawner')]);
  const { storage, configuration } = client;
  return new spawner.WorkerSpawner({
    storage,
    launchers: launchersOf(spawner, { call, configuration, flags }),
    logFolder: configuration.logFolder,
    cwd: configuration.cwd,
    namespace: configuration.namespace,
    folders: foldersOf(configuration),
    environment: configuration.environment,
    spawnedBy: call.actor,
    program: call.io.program,
  });
}

/** All of them: what was started by any can be listed and stopped. */
function launchersOf(
  spawner: typeof import('@agentcoord/spawner'),
  { call, configuration, flags }: { call: CommandCall; configuration: Configuration; flags: LauncherFlags },
): Launcher[] {
  const { createDockerLauncher, createRailwayLauncher, createSubprocessLauncher } = spawner;
  const { docker = {}, railway = {} } = configuration.spawn;
  const { environment } = call.io;
  const { image, network, user, project: projectId, environment: environmentId, force } = flags;
  return [
    createSubprocessLauncher(),
    createDockerLauncher({
      ...docker,
      ...given({ image, network, user }),
      environment,
      onProgress: (text) => call.progress(text),
    }),
    createRailwayLauncher({
      ...railway,
      ...given({ image, projectId, environmentId }),
      environment,
      allowPrivateRedis: force === true,
    }),
  ];
}

/** The repository; and, where they are outside of it, the git folder it belongs to and the store. */
function foldersOf({ repository, storeFolder }: Configuration): string[] {
  const { root, commonDir } = repository;
  const folders = [root, ...(commonDir === undefined ? [] : [commonDir]), storeFolder];
  return folders.filter((folder, index) => !folders.slice(0, index).some((outer) => isWithin(folder, outer)));
}

function isWithin(folder: string, outer: string): boolean {
  return !relative(outer, folder).startsWith('..');
}

function given<Options extends object>(options: Options): Partial<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<Options>;
}
