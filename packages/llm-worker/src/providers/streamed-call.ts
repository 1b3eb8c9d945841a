import { AgentCoordError, type Backoff, checkInteger, type Duration, durationMs } from '@agentcoord/core';
import type { ModelRequest, ModelResponse } from '../model/model-provider.js';
import { noTokensKnown, type TokenUsage } from '../model/token-usage.js';
import { classifyFailure, isFromServer, isTooMuch } from './classify-failure.js';
import { retryCall } from './retry-call.js';
import { StallGuard } from './stall-guard.js';

/** How patient a provider is; the same for all that speak to a server. */
export interface PatienceOptions {
  /** Without a single byte from the server. Default `'2m'`. */
  idleTimeout?: Duration;
  /** Tries of one request in all. Default 6. */
  attempts?: number;
  /** Between tries, where the server names no wait. Default 1 s to 60 s, full jitter. */
  backoff?: Backoff;
  /** The longest wait of a server that is obeyed; beyond it the task fails and can be tried later. Default `'5m'`. */
  maxWait?: Duration;
  random?: () => number;
}

/** One try of a request. */
export interface StreamedTry {
  signal: AbortSignal;
  /** Watches that something comes. */
  fetch: typeof globalThis.fetch;
  idleMs: number;
  /** To be kept up to date while the answer comes in, so that it is known when the stream breaks. */
  usage: TokenUsage;
}

export interface StreamedCallOptions extends PatienceOptions {
  /** Values that no error may repeat. */
  secrets: readonly string[];
  /** Where the key comes from, for who has to mend it. */
  keyVariable: string;
}

/** Makes requests whose answers are streamed: tried again where that helps, and given up when nothing comes any more. */
export function createStreamedCall(
  options: StreamedCallOptions,
): (request: ModelRequest, oneTry: (call: StreamedTry) => Promise<ModelResponse>) => Promise<ModelResponse> {
  const { secrets, keyVariable, backoff = { baseMs: 1000, maxMs: 60_000 }, random = Math.random } = options;
  const attempts = checkInteger(options.attempts ?? 6, 'attempts', 1, 100);
  const idleMs = Math.max(1, durationMs(options.idleTimeout ?? '2m', 'idleTimeout'));
  const maxWaitMs = durationMs(options.maxWait ?? '5m', 'maxWait');

  return (request, oneTry) =>
    retryCall(() => guarded(request, idleMs, oneTry), {
      attempts,
      backoff,
      maxWaitMs,
      random,
      signal: request.signal,
      classify: (thrown) => classifyFailure(thrown, { secrets, keyVariable }),
      onWait: request.onWait,
      onFailedTry: (failed) => {
        if (isTooMuch(failed)) request.onRateLimited?.();
      },
      beforeRetry: () => request.beforeRetry(),
    });
}

async function guarded(
  request: ModelRequest,
  idleMs: number,
  oneTry: (call: StreamedTry) => Promise<ModelResponse>,
): Promise<ModelResponse> {
  const guard = new StallGuard(request.signal, idleMs);
  const usage = noTokensKnown();
  try {
    return await oneTry({ signal: guard.signal, fetch: guard.fetch, idleMs, usage });
  } catch (thrown) {
    const aborted = whyAborted(guard, request.signal);
    const isKnown = usage.inputTokens !== null || usage.outputTokens !== null;
    // What a server says it refused was not billed; what broke off may have been, and nobody says how much.
    if (isKnown || (guard.mayBeBilled && (aborted !== undefined || !isFromServer(thrown))))
      await request.onDiscarded(usage, guard.receivedBytes);
    throw aborted ?? thrown;
  } finally {
    guard.close();
  }
}

/** The SDKs end an aborted stream without an error, or with one of their own that does not say why. */
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
