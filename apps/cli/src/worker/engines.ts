import { resolve } from 'node:path';
import type { Engine, ModelProvider } from '@agentcoord/llm-worker';
import type { WorkerSettings } from './worker-options.js';

interface EngineSetting {
  cwd: string;
  environment: NodeJS.ProcessEnv;
}

/** A command that was told to stop has this long; it must fit into what a stopping worker has. */
const COMMAND_GRACE = '2s';

/** The engines a worker was started with. Providers and their SDKs are loaded only where one is used. */
export async function createEngines(settings: WorkerSettings, setting: EngineSetting): Promise<Engine[]> {
  const { createCommandEngine, createLlmEngine } = await import('@agentcoord/llm-worker');
  const engines: Engine[] = [];
  for (const name of settings.engines) {
    if (name === 'command')
      engines.push(createCommandEngine({ environment: setting.environment, grace: COMMAND_GRACE }));
    else engines.push(createLlmEngine({ provider: await createProvider(settings, setting) }));
  }
  return engines;
}

async function createProvider(
  settings: WorkerSettings,
  { cwd, environment }: EngineSetting,
): Promise<ModelProvider> {
  const { createAnthropicProvider, createReplayProvider } = await import('@agentcoord/llm-worker');
  if (settings.provider === 'replay')
    return createReplayProvider({ path: resolve(cwd, settings.transcripts ?? '') });
  return createAnthropicProvider({ environment, ...(settings.model ? { model: settings.model } : {}) });
}
