import type { Clock } from '@agentcoord/core';

/** The storage's clock between two looks at it: it goes on with this process's monotonic one, also while the store is away. */
export class StoreClock {
  private offset: number | undefined;

  constructor(private readonly clock: Clock) {}

  set(now: number): void {
    this.offset = now - this.clock.elapsed();
  }

  now(): number {
    return this.offset === undefined ? this.clock.wall() : this.clock.elapsed() + this.offset;
  }
}
