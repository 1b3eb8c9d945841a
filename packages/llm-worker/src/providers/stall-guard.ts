import { AgentCoordError, formatDuration } from '@agentcoord/core';

/**
 * The signal of one request: fires with the caller's, and when nothing has come from the server for
 * too long. The SDK's own timeout ends with the response headers, and a half-open connection in the
 * middle of a stream would hang for ever.
 */
export class StallGuard {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private sent = false;
  private received = 0;
  private readonly onParent = (): void => this.controller.abort(this.parent.reason);

  constructor(
    private readonly parent: AbortSignal,
    private readonly idleMs: number,
  ) {
    if (parent.aborted) this.onParent();
    else parent.addEventListener('abort', this.onParent, { once: true });
    this.touch();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The server may have worked on the request: it was not refused, and there was a connection to send it over. */
  get mayBeBilled(): boolean {
    return this.sent;
  }

  /** Of the answer, with everything around its text. */
  get receivedBytes(): number {
    return this.received;
  }

  /** Something came. */
  touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.controller.abort(
        new AgentCoordError('timeout', `Nothing came from the model for ${formatDuration(this.idleMs)}.`, {
          data: { idleMs: this.idleMs },
        }),
      );
    }, this.idleMs);
  }

  close(): void {
    clearTimeout(this.timer);
    this.parent.removeEventListener('abort', this.onParent);
  }

  /** `fetch` that counts every byte of an answer as a sign of life, also the pings that the SDK swallows. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    this.sent = true;
    const response = await globalThis.fetch(input, init).catch((thrown: unknown) => {
      this.sent = !hadNoConnection(thrown);
      throw thrown;
    });
    this.touch();
    this.sent = response.ok;
    if (!response.body) return response;
    const watched = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          this.touch();
          this.received += chunk.byteLength;
          controller.enqueue(chunk);
        },
      }),
    );
    return new Response(watched, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
  };
}

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function hadNoConnection(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && NO_CONNECTION.has(code)) return true;
  }
  return false;
}
