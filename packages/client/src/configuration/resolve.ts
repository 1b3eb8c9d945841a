import { resolve } from 'node:path';
import { AgentCoordError, checkIdentity, checkName, describeThrown } from '@agentcoord/core';
import { findRepository } from '@agentcoord/locks';
import { deriveNamespace } from '../namespace/derive.js';
import { operatorKeyFile } from '../operator/operator-key-file.js';
import { defaultHome, storeFolderOf } from '../store/folders.js';
import { CONFIG_FILE, readConfigFile } from './config-file.js';
import type { Configuration, ConfigurationRequest } from './configuration.js';
import { checkFallback, DEFAULT_FALLBACK, fallbackTimesMs } from './fallback.js';
import { redisSetting } from './redis.js';
import { firstSet, type Setting } from './setting.js';

/**
 * Decides every setting by flag > environment > file > default.
 * @throws `misconfigured` naming the setting and where it was made.
 */
export async function resolveConfiguration(request: ConfigurationRequest = {}): Promise<Configuration> {
  const cwd = resolve(request.cwd ?? process.cwd());
  const { flags = {}, environment = process.env } = request;
  const repository = await findRepository(cwd);
  const file = await readConfigFile(repository.root);
  const inFile = resolve(repository.root, CONFIG_FILE);
  const flagOrVariable = (
    flag: 'namespace' | 'home' | 'agent' | 'redisUrl' | 'fallback',
    variable: string,
  ): Setting | undefined =>
    firstSet([
      { value: flags[flag], source: 'flag', setBy: `the option ${flag}` },
      { value: environment[variable], source: 'environment', setBy: variable },
    ]);

  const homeAsked = flagOrVariable('home', 'AGENTCOORD_HOME');
  const agent = flagOrVariable('agent', 'AGENTCOORD_AGENT_ID');
  const redisAsked =
    flagOrVariable('redisUrl', 'REDIS_URL') ??
    firstSet([{ value: file.redisUrl, source: 'file', setBy: inFile }]);
  const redis = redisSetting(redisAsked);
  const fallbackAsked =
    flagOrVariable('fallback', 'AGENTCOORD_FALLBACK') ??
    firstSet([{ value: file.fallback, source: 'file', setBy: inFile }]);
  const own =
    file.namespace === undefined
      ? await deriveNamespace(repository)
      : { namespace: file.namespace, source: 'file' as const };
  const named = flagOrVariable('namespace', 'AGENTCOORD_NAMESPACE');
  const namespace = named ? checked(named, (value) => checkName(value, 'namespace')) : own.namespace;
  const home = homeAsked ? resolve(cwd, homeAsked.value) : defaultHome(repository);

  return {
    cwd,
    repository,
    namespace,
    namespaceSource: named?.source ?? own.source,
    home,
    ...storeFolderOf({ repository, home, namespace, isOwn: namespace === own.namespace }),
    operatorKeys: file.operatorKeys ?? [],
    autoApprove: file.autoApprove ?? [],
    budgets: file.budgets ?? {},
    workspace: file.workspace ?? {},
    spawn: file.spawn ?? {},
    hooks: file.hooks ?? {},
    autoscale: file.autoscale ?? {},
    dashboard: file.dashboard ?? {},
    ...pricesOf({ cwd, inFile: file.prices && resolve(repository.root, file.prices), environment }),
    operatorKeyFile: operatorKeyFile({
      environment,
      root: repository.root,
      homeAsked: homeAsked && home,
    }),
    ...(agent ? { agentName: checked(agent, (value) => checkIdentity(value, 'agent')) } : {}),
    ...(redis ? { redis } : {}),
    fallback: fallbackAsked
      ? checked(fallbackAsked, (value) => checkFallback(value, 'fallback'))
      : DEFAULT_FALLBACK,
    ...(fallbackAsked ? { fallbackSetBy: fallbackAsked.setBy } : {}),
    fallbackTimes: fallbackTimesMs(file.fallbackTimes),
    environment: {
      // Also from the file: a worker may work where the file of another branch says something else.
      ...(redisAsked ? { REDIS_URL: redisAsked.value } : {}),
      // All processes of a host must agree about who may decide.
      ...(fallbackAsked ? { AGENTCOORD_FALLBACK: fallbackAsked.value } : {}),
      ...(homeAsked ? { AGENTCOORD_HOME: home } : {}),
      ...(named ? { AGENTCOORD_NAMESPACE: namespace } : {}),
      ...(environment.AGENTCOORD_PRICES
        ? { AGENTCOORD_PRICES: resolve(cwd, environment.AGENTCOORD_PRICES) }
        : {}),
    },
  };
}

function pricesOf(setting: {
  cwd: string;
  inFile: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
}): { pricesFile?: string } {
  const { cwd, inFile, environment } = setting;
  const inEnvironment = environment.AGENTCOORD_PRICES;
  const pricesFile = (inEnvironment && resolve(cwd, inEnvironment)) || inFile;
  return pricesFile ? { pricesFile } : {};
}

function checked<Value>(setting: Setting, check: (value: string) => Value): Value {
  try {
    return check(setting.value);
  } catch (error) {
    throw new AgentCoordError(
      'misconfigured',
      `${setting.setBy} is wrong: ${describeThrown(error)} Correct or remove it.`,
      { data: { setBy: setting.setBy }, cause: error },
    );
  }
}
