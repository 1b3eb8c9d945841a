import { AgentCoordError, pause } from '@agentcoord/core';
import { Redis, type RedisOptions } from 'ioredis';
import { type Deadline, TimeUp } from '../call/deadline.js';
import { errorClass } from '../errors/error-class.js';
import { type Place, storageError } from '../errors/storage-error.js';
import { SignalListener } from './signal-listener.js';

/** A second connection, made when somebody first listens. */
export class Subscriptions {
  private redis: Redis | undefined;
  private wasConnected = false;
  private readonly listeners = new Map<string, Set<SignalListener>>();

  constructor(
    private readonly options: RedisOptions,
    private readonly place: Place,
  ) {}

  /** A listener that hears everything published from now on. */
  async listen(channels: readonly string[], deadline: Deadline): Promise<SignalListener> {
    const redis = this.connection();
    const listener = new SignalListener(() => this.leave(channels, listener));
    for (const channel of channels) this.join(channel, listener);
    try {
      await this.subscribe(redis, channels, deadline);
      return listener;
    } catch (error) {
      await listener.close();
      throw error;
    }
  }

  close(): void {
    for (const listener of new Set([...this.listeners.values()].flatMap((those) => [...those])))
      void listener.close();
    this.redis?.disconnect();
  }

  private async subscribe(redis: Redis, channels: readonly string[], deadline: Deadline): Promise<void> {
    for (;;) {
      try {
        return void (await deadline.wait(redis.subscribe(...channels)));
      } catch (error) {
        if (error instanceof TimeUp || AgentCoordError.is(error)) throw error;
        const kind = errorClass(error);
        if (kind === 'configuration' || kind === 'internal') throw storageError(kind, error, this.place);
      }
      await deadline.wait(pause(5 + Math.random() * 45));
    }
  }

  private connection(): Redis {
    if (this.redis !== undefined) return this.redis;
    const redis = new Redis({ ...this.options, autoResubscribe: false });
    this.redis = redis;
    redis.on('error', () => undefined);
    redis.on('message', (channel: string) => this.ring(channel));
    redis.on('ready', () => void this.comeBack(redis));
    redis.connect().catch(() => undefined);
    return redis;
  }

  /** What was published while the connection was down is lost: everybody looks for himself. */
  private async comeBack(redis: Redis): Promise<void> {
    if (!this.wasConnected) {
      this.wasConnected = true;
      return;
    }
    const channels = [...this.listeners.keys()];
    if (channels.length === 0) return;
    try {
      await redis.subscribe(...channels);
      for (const channel of channels) this.ring(channel);
    } catch {
      // The connection went again; its successor does this anew.
    }
  }

  private ring(channel: string): void {
    for (const listener of this.listeners.get(channel) ?? []) listener.ring();
  }

  private join(channel: string, listener: SignalListener): void {
    const those = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, those.add(listener));
  }

  private leave(channels: readonly string[], listener: SignalListener): void {
    const silent: string[] = [];
    for (const channel of channels) {
      const those = this.listeners.get(channel);
      those?.delete(listener);
      if (those?.size !== 0) continue;
      this.listeners.delete(channel);
      silent.push(channel);
    }
    if (silent.length > 0 && this.redis?.status === 'ready')
      this.redis.unsubscribe(...silent).catch(() => undefined);
  }
}
