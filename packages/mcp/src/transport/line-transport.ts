import type { Readable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode, type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { MAX_MESSAGE_BYTES } from './max-message.js';

export interface LineOutput {
  write(text: string, done?: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

const NEWLINE = 10;
/** Who ends its input right behind its questions still wants the answers. */
const LAST_ANSWERS_MS = 1_000;

/**
 * Messages as lines. What is no message is answered with an error of the protocol, and the next line is read; a line
 * without end is not kept. The end of the input is the end of the connection.
 */
export class LineTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  private parts: Buffer[] = [];
  private bytes = 0;
  private closed = false;
  private readonly unanswered = new Set<string | number>();
  private lastAnswers: NodeJS.Timeout | undefined;

  constructor(
    private readonly input: Readable,
    private readonly output: LineOutput,
  ) {}

  async start(): Promise<void> {
    this.input.on('data', this.onData);
    for (const event of ['end', 'close']) this.input.on(event, this.onInputEnd);
    this.input.on('error', this.onEnd);
    // A client that no longer reads has gone.
    this.output.on('error', this.onEnd);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    await this.write(message);
    if ('method' in message || message.id === undefined) return;
    this.unanswered.delete(message.id);
    if (this.lastAnswers !== undefined && this.unanswered.size === 0) this.onEnd();
  }

  async close(): Promise<void> {
    this.onEnd();
  }

  private readonly onData = (chunk: Buffer | string): void => {
    let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    while (rest.length > 0 && !this.closed) {
      const end = rest.indexOf(NEWLINE);
      this.keep(end === -1 ? rest : rest.subarray(0, end));
      if (end === -1) return;
      this.takeLine();
      rest = rest.subarray(end + 1);
    }
  };

  private readonly onInputEnd = (): void => {
    if (this.unanswered.size === 0) this.onEnd();
    else this.lastAnswers ??= setTimeout(this.onEnd, LAST_ANSWERS_MS);
  };

  private readonly onEnd = (): void => {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.lastAnswers);
    this.input.off('data', this.onData);
    for (const event of ['end', 'close']) this.input.off(event, this.onInputEnd);
    this.input.off('error', this.onEnd);
    this.input.on('error', () => undefined);
    this.input.pause();
    this.onclose?.();
  };

  private keep(part: Buffer): void {
    this.bytes += part.length;
    if (this.bytes <= MAX_MESSAGE_BYTES) this.parts.push(part);
    else this.parts = [];
  }

  private takeLine(): void {
    const { bytes } = this;
    const text = Buffer.concat(this.parts).toString('utf8').trim();
    this.parts = [];
    this.bytes = 0;
    if (bytes > MAX_MESSAGE_BYTES)
      this.refuse(
        ErrorCode.InvalidRequest,
        `A message has at most ${MAX_MESSAGE_BYTES} bytes; this one had ${bytes}.`,
      );
    else if (text !== '') this.read(text);
  }

  private read(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.refuse(ErrorCode.ParseError, 'This line is no JSON. A message is one line of JSON-RPC 2.0.');
      return;
    }
    const message = JSONRPCMessageSchema.safeParse(value);
    if (message.success) this.take(message.data);
    else this.refuse(ErrorCode.InvalidRequest, 'This is no message of JSON-RPC 2.0.', idOf(value));
  }

  private take(message: JSONRPCMessage): void {
    if ('method' in message && 'id' in message) this.unanswered.add(message.id);
    // What is cancelled gets no answer.
    if ('method' in message && message.method === 'notifications/cancelled') {
      const id = message.params?.requestId;
      if (typeof id === 'string' || typeof id === 'number') this.unanswered.delete(id);
    }
    this.onmessage?.(message);
  }

  private refuse(code: number, message: string, id: string | number | null = null): void {
    this.write({ jsonrpc: '2.0', id, error: { code, message } }).catch((error: Error) =>
      this.onerror?.(error),
    );
  }

  private write(message: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.output.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }
}

function idOf(value: unknown): string | number | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}
