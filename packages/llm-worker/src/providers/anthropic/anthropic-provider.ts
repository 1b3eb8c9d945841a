import { AgentCoordError, checkInteger } from '@agentcoord/core';
import type { ModelProvider, ModelRequest, ModelResponse } from '../../model/model-provider.js';
import { createStreamedCall, type PatienceOptions, type StreamedTry } from '../streamed-call.js';
import { anthropicRequest } from './anthropic-request.js';
import { readMessage } from './read-message.js';

export interface AnthropicProviderOptions extends PatienceOptions {
  /** Default `ANTHROPIC_API_KEY`, else `ANTHROPIC_AUTH_TOKEN`. */
  apiKey?: string;
  /** Default `ANTHROPIC_BASE_URL`, else the public API. */
  baseUrl?: string;
  /** Default `claude-sonnet-5-5`. */
  model?: string;
  /** Of one answer. Default 16,000. */
  maxOutputTokens?: number;
  /** Default `process.env`. */
  environment?: NodeJS.ProcessEnv;
}

export const DEFAULT_ANTHROPIC_MODEL = 'claude-sonnet-5-5';

/**
 * The Messages API through the official SDK, which is loaded at the first task. Streams, caches the
 * prompt, and retries by itself: 429, 529, 5xx, lost connections and cut streams.
 * @throws `misconfigured` without a key.
 */
export function createAnthropicProvider(options: AnthropicProviderOptions = {}): ModelProvider {
  const environment = options.environment ?? process.env;
  const credentials = findCredentials(options, environment);
  const model = options.model ?? DEFAULT_ANTHROPIC_MODEL;
  const maxOutputTokens = checkInteger(options.maxOutputTokens ?? 16_000, 'maxOutputTokens', 1, 1_000_000);
  const baseURL = options.baseUrl ?? environment.ANTHROPIC_BASE_URL ?? null;
  const call = createStreamedCall({
    ...options,
    secrets: [credentials.secret],
    keyVariable: 'ANTHROPIC_API_KEY',
  });
  const respond = (request: ModelRequest): Promise<ModelResponse> =>
    call(request, (attempt) => oneTry(request, attempt));

  return {
    name: 'anthropic',
    model,
    isLive: true,
    maxOutputTokens,
    openSession: () => Promise.resolve({ respond }),
  };

  async function oneTry(request: ModelRequest, attempt: StreamedTry): Promise<ModelResponse> {
    const { default: Anthropic } = await import('@anthropic-ai/sdk');
    // The SDK's logger would print requests on stdout; its retries would hide waits and ignore our limits.
    const client = new Anthropic({
      ...credentials.client,
      baseURL,
      maxRetries: 0,
      logLevel: 'off',
      fetch: attempt.fetch,
    });
    const params = anthropicRequest(request, model, maxOutputTokens);
    const stream = await client.messages.create(params, { signal: attempt.signal, timeout: attempt.idleMs });
    return readMessage(stream, attempt.usage);
  }
}

function findCredentials(
  options: AnthropicProviderOptions,
  environment: NodeJS.ProcessEnv,
): { secret: string; client: { apiKey: string | null; authToken: string | null } } {
  const apiKey = options.apiKey ?? environment.ANTHROPIC_API_KEY;
  if (apiKey) return { secret: apiKey, client: { apiKey, authToken: null } };
  const authToken = environment.ANTHROPIC_AUTH_TOKEN;
  if (authToken) return { secret: authToken, client: { apiKey: null, authToken } };
  throw new AgentCoordError(
    'misconfigured',
    'There is no key for the Anthropic API. Set ANTHROPIC_API_KEY, or use the replay provider, which needs none.',
    { data: { variable: 'ANTHROPIC_API_KEY' } },
  );
}
