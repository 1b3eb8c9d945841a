import {
  AgentCoordError,
  abortedError,
  type Backoff,
  backoffMs,
  describeThrown,
  pause,
  printable,
  redact,
} from '@agentcoord/core';
import { type RailwayToken, tokenHeader } from './token.js';

export interface RailwayClientOptions {
  token: RailwayToken;
  /** Default: Railway's own. */
  endpoint?: string;
  /** Between attempts that were refused for being too many or met a server in trouble. */
  backoff?: Backoff;
}

const RAILWAY_ENDPOINT = 'https://backboard.railway.com/graphql/v2';
const DEFAULT_BACKOFF: Backoff = { baseMs: 1_000, maxMs: 30_000 };
const ATTEMPTS = 6;
const CALL_TIMEOUT_MS = 30_000;
/** More than this is no pause but a refusal for today. */
const LONGEST_RETRY_AFTER_MS = 120_000;

interface Answer {
  data?: unknown;
  errors?: Array<{ message?: unknown } | null>;
}

/** Railway's GraphQL API: one POST a call; what went wrong comes with status 200. */
export class RailwayClient {
  constructor(private readonly options: RailwayClientOptions) {}

  /**
   * @param repeatable what may run twice without harm; other calls are repeated only when it is certain that
   * they did not run (429).
   */
  async call<T>(
    document: string,
    variables: object,
    { signal, repeatable = false }: { signal?: AbortSignal; repeatable?: boolean } = {},
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await this.post(document, variables, signal).catch((error: unknown) => {
        if (signal?.aborted) throw abortedError(signal, 'talking to Railway');
        if (!repeatable || attempt === ATTEMPTS) throw this.failed(describeThrown(error));
        return undefined;
      });
      const again = reply === undefined || reply.status === 429 || (reply.status >= 500 && repeatable);
      if (!again) return this.dataOf<T>(reply.status, await reply.text());
      await reply?.body?.cancel();
      const waitMs = Math.max(
        retryAfterMs(reply),
        backoffMs(attempt, this.options.backoff ?? DEFAULT_BACKOFF),
      );
      if (attempt === ATTEMPTS || waitMs > LONGEST_RETRY_AFTER_MS) throw tooMany(reply?.status, waitMs);
      await pause(waitMs, signal, 'waiting for Railway to take calls again');
    }
  }

  private post(document: string, variables: object, signal?: AbortSignal): Promise<Response> {
    const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS);
    return fetch(this.options.endpoint ?? RAILWAY_ENDPOINT, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...tokenHeader(this.options.token) },
      body: JSON.stringify({ query: document, variables }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      // A token is sent to nobody else.
      redirect: 'error',
    });
  }

  private dataOf<T>(status: number, text: string): T {
    const answer = parsed(text);
    const errors = Array.isArray(answer?.errors) ? answer.errors.map((error) => String(error?.message)) : [];
    if (status === 401 || status === 403 || errors.some((message) => /not authorized/i.test(message)))
      throw this.notAuthorized();
    if (errors.length > 0) throw this.failed(errors.join('; '), errors);
    if (status !== 200 || answer?.data === undefined || answer.data === null)
      throw this.failed(`status ${status}`);
    return answer.data as T;
  }

  private notAuthorized(): AgentCoordError {
    const { kind } = this.options.token;
    const variable = kind === 'account' ? 'RAILWAY_API_TOKEN' : 'RAILWAY_TOKEN';
    return new AgentCoordError(
      'misconfigured',
      `Railway does not accept the token in ${variable} for this project and environment. Look whether it is of the right kind (RAILWAY_TOKEN: a project's, RAILWAY_API_TOKEN: an account's or a workspace's), and make a new one if it was revoked.`,
      { data: { variable } },
    );
  }

  /** @param answered what Railway itself said, as against the network. */
  private failed(why: string, answered: readonly string[] = []): AgentCoordError {
    const clean = this.clean(why);
    return new AgentCoordError(
      'spawn_failed',
      `Railway did not do what was asked: ${clean.slice(0, 500).replace(/\.$/, '')}. Look at the project in Railway's dashboard, mend what it says, and try again.`,
      { data: { answered: answered.slice(0, 10).map((message) => this.clean(message).slice(0, 200)) } },
    );
  }

  private clean(text: string): string {
    return redact(printable(text, { singleLine: true }), [this.options.token.value]);
  }
}

function parsed(text: string): Answer | undefined {
  try {
    return (JSON.parse(text) ?? undefined) as Answer | undefined;
  } catch {
    return undefined;
  }
}

/** In seconds, or a date (RFC 9110). */
function retryAfterMs(reply: Response | undefined): number {
  const value = reply?.headers.get('retry-after');
  if (!value) return 0;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

function tooMany(status: number | undefined, waitMs: number): AgentCoordError {
  const what = status === 429 ? 'takes no more calls now' : 'is in trouble';
  return new AgentCoordError(
    'spawn_failed',
    `Railway ${what} (status ${status ?? 'none'}). Try again in ${Math.ceil(waitMs / 1_000)} s or later; its limits are those of the plan.`,
    { data: { waitMs, ...(status === undefined ? {} : { status }) } },
  );
}
