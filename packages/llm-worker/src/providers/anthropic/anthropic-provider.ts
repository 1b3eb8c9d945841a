import { AgentCoordError, type Backoff, checkInteger, type Duration, durationMs } from '@agentcoord/core';
import type { ModelProvider, ModelRequest, ModelResponse } from '../../model/model-provider.js';
import type { TokenUsage } from '../../model/token-usage.js';
import { retryCall } from '../retry-call.js';
import { anthropicRequest } from './anthropic-request.js';
import { classifyFailure } from './classify-failure.js';
import { readMessage } from './read-message.js';
import { StallGuard } from './stall-guard.js';

export interface AnthropicProviderOptions {
  /** Default `ANTHROPIC_API_KEY`, else `ANTHROPIC_AUTH_TOKEN`. */
  apiKey?: string;
  /** Default `ANTHROPIC_BASE_URL`, else the public API. */
  baseUrl?: string;
  /** Default `claude-sonnet-5-5`. */
  model?: string;
  /** Of one answer. Default 16,000. */
  maxOutputTokens?: number;
  /** Without a single byte from the server. Default `'2m'`. */
  idleTimeout?: Duration;
  /** Tries of one request in all. Default 6. */
  attempts?: number;
  /** Between tries, where the server names no wait. Default 1 s to 60 s, full jitter. */
  backoff?: Backoff;
  /** The longest wait of a server that is obeyed; beyond it the task fails and can be tried later. Default `'5m'`. */
  maxWait?: Duration;
  /** Default `process.env`. */
  environment?: NodeJS.ProcessEnv;
  random?: () => number;
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
  const attempts = checkInteger(options.attempts ?? 6, 'attempts', 1, 100);
  const idleMs = Math.max(1, durationMs(options.idleTimeout ?? '2m', 'idleTimeout'));
  const maxWaitMs = durationMs(options.maxWait ?? '5m', 'maxWait');
  const baseURL = options.baseUrl ?? environment.ANTHROPIC_BASE_URL ?? null;

  return { name: 'anthropic', model, isLive: true, openSession: () => Promise.resolve({ respond }) };

  function respond(request: ModelRequest): Promise<ModelResponse> {
    return retryCall(() => oneTry(request), {
      attempts,
      backoff: options.backoff ?? { baseMs: 1000, maxMs: 60_000 },
      maxWaitMs,
      signal: request.signal,
      random: options.random ?? Math.random,
      classify: (thrown) => classifyFailure(thrown, [credentials.secret]),
      onWait: request.onWait,
    });
  }

  async function oneTry(request: ModelRequest): Promise<ModelResponse> {
    const { default: Anthropic } = await import('@anthropic-ai/sdk');
    const guard = new StallGuard(request.signal, idleMs);
    const usage: TokenUsage = {
      inputTokens: null,
      cacheWriteTokens: null,
      cacheReadTokens: null,
      outputTokens: null,
    };
    try {
      // The SDK's logger would print requests on stdout; its retries would hide waits and ignore our limits.
      const client = new Anthropic({
        ...credentials.client,
        baseURL,
        maxRetries: 0,
        logLevel: 'off',
        fetch: guard.fetch,
      });
      const params = anthropicRequest(request, model, maxOutputTokens);
      const stream = await client.messages.create(params, { signal: guard.signal, timeout: idleMs });
      return await readMessage(stream, usage);
    } catch (thrown) {
      if (usage.inputTokens !== null || usage.outputTokens !== null) request.onDiscarded(usage);
      throw whyAborted(guard, request.signal) ?? thrown;
    } finally {
      guard.close();
    }
  }
}

/** The SDK ends an aborted stream without an error, or with one of its own that does not say why. */
function whyAborted(guard: StallGuard, caller: AbortSignal): unknown {
  if (caller.aborted) {
    const reason: unknown = caller.reason;
    return AgentCoordError.is(reason)
      ? reason
      : new AgentCoordError('aborted', 'The request to the model was stopped.', { cause: reason });
  }
  // As an ordinary Error, so that it counts as a lost connection and is tried again.
  return guard.signal.aborted ? new Error(String((guard.signal.reason as Error).message)) : undefined;
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
