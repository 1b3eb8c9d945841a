import { newId } from '@agentcoord/core';
import { Redis } from 'ioredis';
import type { Closing } from '../call/closing.js';
import { errorClass, hasMoved } from '../errors/error-class.js';
import type { Place } from '../errors/storage-error.js';
import type { Keys } from '../keys.js';
import type { Script } from '../scripts/join-script.js';
import { type Known, learnServer, type Memory } from './adoption.js';
import type { Connection } from './connection-options.js';
import { HostMemory } from './host-memory.js';
import { runScript } from './run-script.js';
import type { ServerFacts } from './server-facts.js';

export interface LinkOptions {
  connection: Connection;
  keys: Keys;
  closing: Closing;
  lockDelayMs: number;
  memoryFile: string | undefined;
}

interface Waiter {
  resolve: (known: Known) => void;
  reject: (error: unknown) => void;
}

/** The connection for commands. No command goes out before the server at its other end is known. */
export class Link {
  readonly place: Place;
  /** What the server last known said of itself. */
  facts: ServerFacts | undefined;
  readonly memory: Memory = {
    birth: undefined,
    epoch: 0,
    highestFence: 0,
    longestMs: 0,
    heldUntil: 0,
    sawGate: false,
  };
  private readonly host: HostMemory;
  private readonly redis: Redis;
  /** Made when a namespace is: few clients ever need one, and finding a source of random numbers takes 3 ms. */
  private newBirth: string | undefined;
  private known: Known | undefined;
  private learning: Promise<void> | undefined;
  private readonly waiting = new Set<Waiter>();
  /** So that what was learned on one connection is not believed on the next. */
  private connections = 0;
  /** What the last attempt to connect died of. */
  private trouble: unknown;

  constructor(private readonly options: LinkOptions) {
    this.place = options.connection.place;
    this.host = new HostMemory(options.memoryFile, this.memory);
    this.redis = new Redis(options.connection.redis);
    this.redis.on('ready', () => {
      this.connections += 1;
      this.learn();
    });
    this.redis.on('close', () => {
      this.known = undefined;
    });
    this.redis.on('error', (error: unknown) => this.failed(error));
    this.redis.connect().catch((error: unknown) => this.failed(error));
  }

  /** What is known of the server; `undefined` while nothing is. */
  get knownNow(): Known | undefined {
    return this.known;
  }

  /** What is known of the server; waits until there is something. Rejects at once where it refuses our credentials. */
  server(): Promise<Known> {
    if (this.known !== undefined) return Promise.resolve(this.known);
    if (errorClass(this.trouble) === 'configuration') return Promise.reject(this.trouble);
    return new Promise((resolve, reject) => this.waiting.add({ resolve, reject }));
  }

  sawGrant({ fence, ttlMs }: { fence: number; ttlMs: number }): void {
    this.sawFence(fence);
    this.sawLease(ttlMs);
  }

  /** Granted or renewed for so long, at the latest from now on. */
  sawLease(ttlMs: number): void {
    const { memory } = this;
    memory.longestMs = Math.max(memory.longestMs, ttlMs);
    memory.heldUntil = Math.max(memory.heldUntil, performance.now() + ttlMs);
    this.host.changed();
  }

  /** Fences that were seen are proof of what a server must not have forgotten. */
  sawFence(fence: number): void {
    this.memory.highestFence = Math.max(this.memory.highestFence, fence);
  }

  run(script: Script, words: Array<string | number>): Promise<unknown> {
    return runScript(this.redis, script, words);
  }

  /** Everything that the server says of itself. */
  info(): Promise<string> {
    return this.redis.info('all');
  }

  /** At least so long was a claim that the store has noted. */
  get longestClaimMs(): number {
    return this.known?.longestClaimMs ?? 0;
  }

  notedClaim(ms: number): void {
    if (this.known !== undefined) this.known.longestClaimMs = Math.max(this.known.longestClaimMs, ms);
  }

  /** The server says that it is not the one of that name (any more), or that its gate has changed. */
  forget(known: Known): void {
    if (this.known !== known) return;
    this.known = undefined;
    this.learn();
  }

  /** The other end turned out to be the wrong one: what is found at the next look may be the right one. */
  reconnect(): void {
    this.redis.stream?.destroy();
  }

  close(): void {
    this.known = undefined;
    this.waiting.clear();
    this.host.close();
    this.redis.disconnect();
  }

  private learn(): void {
    this.learning ??= this.learnOnce().finally(() => {
      this.learning = undefined;
    });
  }

  private async learnOnce(): Promise<void> {
    const { keys, lockDelayMs } = this.options;
    const connection = this.connections;
    try {
      const known = await learnServer(this.redis, keys, this.memory, {
        newBirth: () => {
          this.newBirth ??= newId('birth');
          return this.newBirth;
        },
        lockDelayMs,
      });
      if (this.redis.status !== 'ready' || this.connections !== connection) return this.learnAgain();
      this.known = known;
      if (this.memory.sawGate) this.host.changed();
      this.facts = known.facts;
      this.trouble = undefined;
      this.settleWaiting(({ resolve }) => resolve(known));
    } catch (error) {
      this.failed(error);
      if (this.connections !== connection) return this.learnAgain();
      // A connection that cannot say where it leads is of no use; the next one tries again.
      if (this.redis.status === 'ready' && !this.options.closing.isClosed) this.reconnect();
    }
  }

  private learnAgain(): void {
    setImmediate(() => {
      if (this.redis.status === 'ready' && this.known === undefined) this.learn();
    });
  }

  /** Whoever waits is told, and asks again while its time lasts. */
  private failed(error: unknown): void {
    this.trouble = error;
    if (hasMoved(error)) this.options.connection.whereabouts.moved();
    this.settleWaiting(({ reject }) => reject(error));
  }

  private settleWaiting(settle: (waiter: Waiter) => void): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const waiter of waiting) settle(waiter);
  }
}
