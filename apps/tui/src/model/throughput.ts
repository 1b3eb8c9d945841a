const SECONDS = 60;

/** How much happened in each of the last 60 seconds, by the storage's clock. */
export class Throughput {
  private readonly perSecond = new Map<number, { events: number; completed: number }>();

  add(at: number, { completed }: { completed: boolean }): void {
    const second = Math.floor(at / 1000);
    const sum = this.perSecond.get(second) ?? { events: 0, completed: 0 };
    sum.events += 1;
    if (completed) sum.completed += 1;
    this.perSecond.set(second, sum);
    if (this.perSecond.size <= 2 * SECONDS) return;
    for (const known of this.perSecond.keys()) if (known < second - SECONDS) this.perSecond.delete(known);
  }

  /** Oldest first; the second that is not over is left out. */
  events(now: number): number[] {
    return this.series(now, 'events');
  }

  completed(now: number): number[] {
    return this.series(now, 'completed');
  }

  private series(now: number, what: 'events' | 'completed'): number[] {
    const last = Math.floor(now / 1000) - 1;
    return Array.from({ length: SECONDS }, (_, index) => {
      return this.perSecond.get(last - (SECONDS - 1 - index))?.[what] ?? 0;
    });
  }
}
