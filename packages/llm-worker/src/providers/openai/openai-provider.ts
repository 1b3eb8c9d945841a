import { checkInteger } from '@agentcoord/core';
import type { ModelProvider, ModelRequest, ModelResponse } from '../../model/model-provider.js';
import { createStreamedCall, type PatienceOptions, type StreamedTry } from '../streamed-call.js';
import { chatRequest } from './chat-request.js';
import { type OpenAiServerOptions, openAiServer } from './openai-server.js';
import { readChat } from './read-chat.js';
import { readResponse } from './read-response.js';
import { responsesRequest } from './responses-request.js';

export interface OpenAiProviderOptions extends OpenAiServerOptions, PatienceOptions {
  /** Default `gpt-6.2-sol`. */
  model?: string;
  /** Of one answer, with reasoning. Default 16,000. */
  maxOutputTokens?: number;
}

export const DEFAULT_OPENAI_MODEL = 'gpt-6.2-sol';

/**
 * OpenAI's Responses API, or the Chat Completions that compatible servers speak, through the official
 * SDK, which is loaded at the first task. Nothing is stored at the server: reasoning goes back encrypted.
 * Streams, and retries as the Anthropic provider does.
 * @throws `misconfigured` without a key for OpenAI's own server.
 */
export function createOpenAiProvider(options: OpenAiProviderOptions = {}): ModelProvider {
  const server = openAiServer(options);
  const { baseURL, apiKey, secrets, api } = server;
  const model = options.model ?? DEFAULT_OPENAI_MODEL;
  const maxOutputTokens = checkInteger(options.maxOutputTokens ?? 16_000, 'maxOutputTokens', 1, 1_000_000);
  const call = createStreamedCall({ ...options, secrets, keyVariable: 'OPENAI_API_KEY' });
  const respond = (request: ModelRequest): Promise<ModelResponse> =>
    call(request, (attempt) => oneTry(request, attempt));

  return {
    name: 'openai',
    model,
    isLive: true,
    maxOutputTokens,
    openSession: () => Promise.resolve({ respond }),
  };

  async function oneTry(request: ModelRequest, attempt: StreamedTry): Promise<ModelResponse> {
    const { default: OpenAI } = await import('openai');
    const client = new OpenAI({ apiKey, baseURL, maxRetries: 0, logLevel: 'off', fetch: attempt.fetch });
    const options = { signal: attempt.signal, timeout: attempt.idleMs };
    const limit = Math.max(1, Math.min(maxOutputTokens, request.maxOutputTokens));
    if (api === 'responses') {
      const stream = await client.responses.create(responsesRequest(request, model, limit), options);
      return readResponse(stream, attempt.usage);
    }
    const params = chatRequest(request, model, { limit, isOpenAi: server.isOpenAi });
    return readChat(await client.chat.completions.create(params, options), attempt.usage);
  }
}
