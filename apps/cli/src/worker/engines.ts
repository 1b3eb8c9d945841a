import { resolve } from 'node:path';
import type { CoordinationClient } from '@agentcoord/client';
import type { Engine, Logger, ModelProvider } from '@agentcoord/llm-worker';
import type { ShownWork } from '@agentcoord/registry';
import { runBudgetOf, withRunBudget } from '../team-run/run-budget.js';
import type { WorkerSettings } from './worker-options.js';

interface EngineSetting {
  client: CoordinationClient;
  environment: NodeJS.ProcessEnv;
  logger: Logger;
  state: ShownWork;
}

/** A command that was told to stop has this long; it must fit into what a stopping worker has. */
const COMMAND_GRACE = '1s';

/** The engines a worker was started with. Providers and their SDKs are loaded only where one is used. */
export async function createEngines(settings: WorkerSettings, setting: EngineSetting): Promise<Engine[]> {
  const { createCommandEngine } = await import('@agentcoord/llm-worker');
  const engines: Engine[] = [];
  for (const name of settings.engines) {
    if (name === 'command')
      engines.push(createCommandEngine({ environment: setting.environment, grace: COMMAND_GRACE }));
    else engines.push(await llmEngine(settings, setting));
  }
  return engines;
}

/** Its budgets come from the committed configuration and from who started it, and from nothing that a task or a model could write. */
async function llmEngine(settings: WorkerSettings, setting: EngineSetting): Promise<Engine> {
  const { createLlmEngine, createRateLimitNotes, createSpendAccounts, PriceTable } = await import(
    '@agentcoord/llm-worker'
  );
  const { client, environment, logger, state } = setting;
  const { storage, name: worker, approvals, configuration } = client;
  const { budgets, pricesFile, home, storeFolder, operatorKeyFile } = configuration;
  const provider = await createProvider(settings, setting);
  const prices = await PriceTable.load(pricesFile);
  const accounts = createSpendAccounts({
    storage,
    worker,
    prices,
    budgets: withRunBudget(budgets, runBudgetOf(environment)),
    approvals,
    logger,
    onPause: () => state.wait('room in the budget'),
  });
  const sandbox = {
    environment,
    hidden: [home, storeFolder, operatorKeyFile],
    unsafeNoSandbox: settings.unsafeNoSandbox,
  };
  const onRateLimited = createRateLimitNotes({ storage, agent: worker });
  return createLlmEngine({ provider, prices, accounts, sandbox, onRateLimited });
}

export async function createProvider(
  settings: Pick<WorkerSettings, 'provider' | 'model' | 'transcripts'>,
  { client, environment }: Pick<EngineSetting, 'client' | 'environment'>,
): Promise<ModelProvider> {
  const providers = await import('@agentcoord/llm-worker');
  const options = { environment, ...(settings.model ? { model: settings.model } : {}) };
  switch (settings.provider) {
    case 'replay':
      return providers.createReplayProvider({
        path: resolve(client.configuration.cwd, settings.transcripts ?? ''),
      });
    case 'openai':
      return providers.createOpenAiProvider(options);
    case 'anthropic':
      return providers.createAnthropicProvider(options);
  }
}
