/** What is used here of redlock 4, which has no types of its own. */
declare module 'redlock' {
  import type { Redis } from 'ioredis';

  export default class Redlock {
    constructor(clients: Redis[], options: { retryCount: number; retryDelay: number; retryJitter: number });
    lock(resource: string, ttl: number): Promise<{ unlock(): Promise<void> }>;
  }
}
