import type { Clock } from '@agentcoord/core';

/** One time for everything in a test, turned by hand. */
export class HandClock implements Clock {
  private ms = 1_000_000;
  private sleptMs = 0;

  elapsed(): number {
    return this.ms;
  }

  wall(): number {
    return 1_700_000_000_000 + this.ms;
  }

  /** What `os.uptime()` would say: it goes on while the machine sleeps. */
  uptimeMs(): number {
    return this.ms + this.sleptMs;
  }

  pass(ms: number): void {
    this.ms += ms;
  }

  /** The machine sleeps: store clocks stand still. */
  sleep(ms: number): void {
    this.sleptMs += ms;
  }
}
