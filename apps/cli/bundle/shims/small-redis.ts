import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { Replies, ReplyError } from './replies.js';

interface Connector {
  connect(emit: (type: string, error: Error) => void): Promise<Socket>;
  disconnect(): void;
}

interface Options {
  Connector: new (options: unknown) => Connector;
  username?: string;
  password?: string;
  db?: number;
  socketTimeout?: number;
  commandTimeout?: number;
  retryStrategy?: ((attempt: number) => number | null) | null;
}

interface Sent {
  resolve: (reply: unknown) => void;
  reject: (error: Error) => void;
}

/** The part of ioredis that a connector of ours extends. */
export class AbstractConnector {
  protected connecting = false;
  protected stream: Socket | undefined;

  disconnect(): void {
    this.connecting = false;
    this.stream?.destroy();
  }
}

/**
 * What the storage uses of ioredis for calls, and nothing else: loading ioredis takes longer than all the
 * rest of a quick command. Whoever listens, migrates or transacts needs the real one, and no quick command does.
 */
export class Redis extends EventEmitter {
  status = 'wait';
  stream: Socket | undefined;
  private readonly connector: Connector;
  private readonly sent: Sent[] = [];
  private attempts = 0;
  private retry: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(readonly options: Options) {
    super();
    this.connector = new options.Connector(options);
  }

  async connect(): Promise<void> {
    this.status = 'connecting';
    const stream = await this.connector.connect((type, error) => this.emit(type, error));
    this.stream = stream;
    this.receiveFrom(stream);
    try {
      await this.introduce();
    } catch (error) {
      this.emit('error', error);
      stream.destroy();
      throw error;
    }
    this.status = 'ready';
    this.attempts = 0;
    this.emit('ready');
  }

  call(command: string, ...words: Array<string | number>): Promise<unknown> {
    // As ioredis says it: such a command never left.
    if (this.status !== 'ready') return Promise.reject(new Error("Stream isn't writeable"));
    return this.send([command, ...words]);
  }

  info(): Promise<unknown> {
    return this.call('INFO');
  }

  hmget(...words: string[]): Promise<unknown> {
    return this.call('HMGET', ...words);
  }

  disconnect(): void {
    this.isOver = true;
    clearTimeout(this.retry);
    this.status = 'end';
    this.connector.disconnect();
  }

  private async introduce(): Promise<void> {
    const { username, password, db = 0 } = this.options;
    if (password) await this.send(username ? ['AUTH', username, password] : ['AUTH', password]);
    if (db !== 0) await this.send(['SELECT', db]);
  }

  private send(words: ReadonlyArray<string | number>): Promise<unknown> {
    const texts = words.map(String).map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
    this.stream?.write(`*${words.length}\r\n${texts.join('')}`);
    const { commandTimeout } = this.options;
    return new Promise((resolve, reject) => {
      this.sent.push({ resolve, reject });
      if (commandTimeout !== undefined)
        setTimeout(() => reject(new Error('Command timed out')), commandTimeout).unref();
    });
  }

  private receiveFrom(stream: Socket): void {
    const replies = new Replies();
    stream.on('data', (chunk: Buffer) => {
      for (const reply of replies.add(chunk)) {
        const waiting = this.sent.shift();
        if (reply instanceof ReplyError) waiting?.reject(reply);
        else waiting?.resolve(reply);
      }
    });
    if (this.options.socketTimeout !== undefined)
      stream.setTimeout(this.options.socketTimeout, () => this.sent.length > 0 && stream.destroy());
    stream.on('error', (error) => this.emit('error', error));
    stream.once('close', () => this.lost());
  }

  private lost(): void {
    this.status = 'close';
    for (const { reject } of this.sent.splice(0)) reject(new Error('Connection is closed.'));
    this.emit('close');
    this.attempts += 1;
    const delay = this.isOver ? null : this.options.retryStrategy?.(this.attempts);
    if (typeof delay !== 'number') return;
    this.retry = setTimeout(() => this.connect().catch(() => undefined), delay);
  }
}
