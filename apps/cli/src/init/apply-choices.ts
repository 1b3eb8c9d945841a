import { join } from 'node:path';
import type { ConfigFile } from '@agentcoord/client';
import { AgentCoordError, checkName } from '@agentcoord/core';
import type { CommandCall } from '../command-context.js';
import { type PinnedKey, pinOperatorKey } from '../operator/pin-operator-key.js';
import type { AgentSetup, AgentSetupOutcome } from './agent-setup.js';
import { type FinishedTask, finishFirstTask } from './first-task.js';
import type { SetupChoices } from './setup-choices.js';
import { endRedis, type StartedRedis, startRedis } from './start-redis.js';
import { writeConfig } from './write-config.js';

export interface Applied {
  file: string;
  created: boolean;
  namespace: string;
  storeFolder: string;
  root: string;
  operatorKey: PinnedKey | undefined;
  redis?: StartedRedis;
  agents?: AgentSetupOutcome[];
  firstTask?: FinishedTask;
}

/**
 * Does what was chosen, in an order in which each step rests on those before: a server, the file, the key, the agents, and a task
 * that shows that it all works. Stopped before the file was written, nothing is.
 */
export async function applyChoices(
  call: CommandCall,
  choices: SetupChoices,
  setUpAgent: AgentSetup,
): Promise<Applied> {
  const { CONFIG_FILE, readConfigFile, resolveConfiguration } = await import('@agentcoord/client');
  const request = { cwd: call.cwd, environment: call.io.environment };
  const { options } = call;
  const configuration = await resolveConfiguration({
    ...request,
    flags: { namespace: choices.namespace ?? options.namespace, home: options.home, redisUrl: options.redis },
  });
  const { root } = configuration.repository;
  const file = join(root, CONFIG_FILE);
  const namespace = checkName(configuration.namespace, 'namespace');
  const before = await readConfigFile(root);
  const inFile = before.namespace;
  const asked = choices.namespace ?? options.namespace;
  if (choices.store === 'redis' && choices.redisUrl === undefined && configuration.redis === undefined)
    throw noAddress();
  if (inFile !== undefined && asked !== undefined && inFile !== namespace)
    throw differs(file, inFile, namespace);
  call.signal.throwIfAborted();
  const redis = choices.store === 'start-redis' ? await startRedis(configuration) : undefined;
  const { created } = await written().catch(async (error: unknown) => {
    // Nothing names it now.
    if (redis !== undefined) await endRedis(redis);
    throw error;
  });
  // An agent is no operator, and never gets the key.
  const operatorKey = call.agent === undefined ? await pinOperatorKey(configuration, file) : undefined;
  const agents: AgentSetupOutcome[] = [];
  for (const agent of choices.agents ?? []) agents.push(await setUpAgent(agent, root));
  const firstTask = await finishFirstTask(call, choices);
  return {
    file,
    created,
    namespace: inFile ?? namespace,
    storeFolder: configuration.storeFolder,
    root,
    operatorKey,
    ...(redis === undefined ? {} : { redis }),
    ...(agents.length === 0 ? {} : { agents }),
    ...(firstTask === undefined ? {} : { firstTask }),
  };

  async function written(): Promise<{ created: boolean }> {
    await ownWhileItIsOurs(call, redis?.url ?? choices.redisUrl ?? options.redis);
    call.signal.throwIfAborted();
    const name = inFile === undefined ? { namespace } : {};
    return writeConfig(file, { ...name, ...changesOf(choices, before, redis?.url) });
  }
}

/** What is the default is not written, unless the file says something else. */
function changesOf(choices: SetupChoices, before: ConfigFile, startedUrl: string | undefined): ConfigFile {
  const { theme, ascii, capUsd } = choices;
  const { dashboard = {}, budgets = {} } = before;
  const look = {
    ...dashboard,
    ...(theme === undefined || (theme === 'neon' && dashboard.theme === undefined) ? {} : { theme }),
    ...(ascii === true ? { ascii } : {}),
  };
  const redisUrl = startedUrl ?? redisUrlOf(choices, before);
  return {
    ...(Object.keys(look).length === 0 ? {} : { dashboard: look }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(capUsd === undefined ? {} : { budgets: { ...budgets, day: { ...budgets.day, usd: capUsd } } }),
  };
}

/** `undefined`: the file need not say it. */
function redisUrlOf({ store, redisUrl }: SetupChoices, before: ConfigFile): string | undefined {
  if (store === 'file') return before.redisUrl === undefined ? undefined : 'none';
  return store === 'redis' ? redisUrl : undefined;
}

/**
 * The file is what others learn the namespace from. Until it is there nobody else can have used it, so it gets its owner
 * without waiting for anybody's objection. Where that cannot be done now, the first command that needs an owner waits.
 */
async function ownWhileItIsOurs(
  { cwd, options, io, signal }: CommandCall,
  redisUrl: string | undefined,
): Promise<void> {
  const { CoordinationClient, isPrivateNamespace, resolveConfiguration } = await import('@agentcoord/client');
  const { environment } = io;
  const flags = { namespace: options.namespace, home: options.home, redisUrl };
  if (!isPrivateNamespace(await resolveConfiguration({ cwd, environment, flags }))) return;
  await CoordinationClient.open({ cwd, environment, home: options.home, redisUrl, signal })
    .then((client) => client.close())
    .catch(() => signal.throwIfAborted());
}

function differs(file: string, inFile: string, asked: string): AgentCoordError {
  return new AgentCoordError(
    'already_exists',
    `${file} names the namespace ${inFile}, not ${asked}. Agents may be working in it; change the file by hand if you mean it.`,
    { data: { file, namespace: inFile, asked } },
  );
}

function noAddress(): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    'Which Redis? None is configured: give its address with --redis redis://host:6379 or in REDIS_URL, or take --store file.',
    { data: { field: '--store' } },
  );
}
