import { AgentCoordError, type JsonObject, redact } from '@agentcoord/core';
import { CutStream } from './cut-stream.js';
import type { FailedTry } from './retry-call.js';

/** What the SDK's errors carry, whatever their class. */
interface ApiFailure {
  status?: number;
  type?: string;
  code?: string;
  message: string;
  header(name: string): string | null;
}

const RETRIED_STATUS = new Set([408, 409, 429, 500, 502, 503, 504, 529]);
/** Types and codes of errors that come in the middle of a stream, without a status. */
const RETRIED_TYPES = new Set([
  'overloaded_error',
  'api_error',
  'rate_limit_error',
  'timeout_error',
  'server_error',
  'rate_limit_exceeded',
  'server_overloaded',
]);
/** The server gets too much: fewer at once would help. */
const TOO_MUCH_TYPES = new Set([
  'rate_limit_error',
  'rate_limit_exceeded',
  'overloaded_error',
  'server_overloaded',
]);
/** Comes with 429, but no wait mends it. */
const OUT_OF_CREDIT = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_error']);
const TOO_LONG =
  /prompt is too long|context[ _](window|length)|too many (total )?tokens|exceeds? the maximum/i;

interface WhoAnswered {
  /** Never repeated. */
  secrets: readonly string[];
  /** Where its key comes from. */
  keyVariable: string;
}

/** Whether a failed request is worth another try, when, and what to say if it is given up. */
export function classifyFailure(thrown: unknown, who: WhoAnswered): FailedTry {
  if (AgentCoordError.is(thrown)) return { error: thrown, retry: false };
  const failure = readFailure(thrown, who.secrets);
  const { status, type, code } = failure;
  if (OUT_OF_CREDIT.has(code ?? '') || OUT_OF_CREDIT.has(type ?? '')) {
    const text = `The account has no credit left: ${failure.message} Add some, or use another key.`;
    const data = { status: status ?? null, type: code ?? type ?? null };
    return { error: new AgentCoordError('misconfigured', text, { data, cause: thrown }), retry: false };
  }
  if (status === undefined && type === undefined && code === undefined) {
    const what =
      thrown instanceof CutStream ? failure.message : `The model cannot be reached: ${failure.message}`;
    return { error: providerFailed(what, { reason: 'connection', retryable: true }, thrown), retry: true };
  }
  const forced = failure.header('x-should-retry');
  const worthIt =
    status === undefined
      ? RETRIED_TYPES.has(type ?? '') || RETRIED_TYPES.has(code ?? '')
      : RETRIED_STATUS.has(status);
  const retry = forced === 'true' || (worthIt && forced !== 'false');
  const error = describe(failure, { retryable: retry, keyVariable: who.keyVariable, cause: thrown });
  return { error, retry, waitMs: askedWaitMs(failure) };
}

/** Whether a rate limit or an overload is why, as `classifyFailure` has found it. */
export function isTooMuch({ error, retry }: FailedTry): boolean {
  const { status, type } = error.data;
  return (
    retry && (status === 429 || status === 529 || (typeof type === 'string' && TOO_MUCH_TYPES.has(type)))
  );
}

/** An error that the server itself sent, and not a connection that broke. */
export function isFromServer(thrown: unknown): boolean {
  const { status, type, code } = readFailure(thrown, []);
  return (status ?? type ?? code) !== undefined;
}

function describe(
  failure: ApiFailure,
  { retryable, keyVariable, cause }: { retryable: boolean; keyVariable: string; cause: unknown },
): AgentCoordError {
  const { status, code, message } = failure;
  const type = failure.type ?? code;
  const data: JsonObject = { status: status ?? null, type: type ?? null };
  if (status === 401 || status === 403) {
    return new AgentCoordError(
      'misconfigured',
      `The model's server does not accept the key (${status}): ${message} Check ${keyVariable}.`,
      {
        data,
        cause,
      },
    );
  }
  if (status === 404) {
    return new AgentCoordError(
      'misconfigured',
      `The model's server does not know the model or the address (404): ${message}`,
      { data, cause },
    );
  }
  const saysTooLong = code === 'context_length_exceeded' || TOO_LONG.test(message);
  if (status === 413 || ((status === 400 || status === undefined) && saysTooLong)) {
    return providerFailed(
      `The request is too long for the model: ${message}`,
      { ...data, reason: 'context_window', retryable: false },
      cause,
    );
  }
  const name =
    status === 429
      ? 'The rate limit of the model is reached'
      : status === 529
        ? 'The model is overloaded'
        : "The model's server failed";
  const text = retryable || (status ?? 500) >= 500 ? name : 'The model refused the request';
  return providerFailed(
    `${text} (${status ?? type}): ${message}`,
    { ...data, reason: 'http', retryable },
    cause,
  );
}

function providerFailed(message: string, data: JsonObject, cause: unknown): AgentCoordError {
  return new AgentCoordError('provider_failed', message, { data, cause });
}

function readFailure(thrown: unknown, secrets: readonly string[]): ApiFailure {
  const fields = typeof thrown === 'object' && thrown !== null ? thrown : {};
  const field = (name: string): unknown => Reflect.get(fields, name);
  const headers = field('headers');
  const body = field('error');
  const inBody = typeof body === 'object' && body !== null ? Reflect.get(body, 'message') : undefined;
  const said =
    field('apiMessage') ??
    (typeof inBody === 'string' ? inBody : undefined) ??
    (thrown instanceof Error ? withCause(thrown) : String(thrown));
  const status = field('status');
  const type = field('type');
  const code = field('code');
  return {
    status: typeof status === 'number' ? status : undefined,
    type: typeof type === 'string' ? type : undefined,
    // Connection errors of Node have codes in capitals.
    code: typeof code === 'string' && code === code.toLowerCase() ? code : undefined,
    message: redact(String(said), secrets).slice(0, 500),
    header: (name) => (headers instanceof Headers ? headers.get(name) : null),
  };
}

/** "fetch failed" says nothing; its cause does. */
function withCause(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : undefined;
  return cause && cause.message !== error.message ? `${error.message} (${withCause(cause)})` : error.message;
}

/** `retry-after-ms`, else `retry-after` in seconds or as a date. */
function askedWaitMs(failure: ApiFailure): number | undefined {
  const inMs = Number.parseFloat(failure.header('retry-after-ms') ?? '');
  if (inMs >= 0) return inMs;
  const text = failure.header('retry-after');
  if (text === null) return undefined;
  const seconds = Number.parseFloat(text);
  if (seconds >= 0) return seconds * 1000;
  const until = Date.parse(text) - Date.now();
  return until >= 0 ? until : undefined;
}
