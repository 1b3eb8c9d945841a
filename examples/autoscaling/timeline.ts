import type { ScalingRound } from 'agentcoord';

/** What an autoscaler did, a line for each change: `3.2s  4 waiting  2 worked on  ###  3 workers, 3 more than now (…)`. */
export class Timeline {
  readonly rounds: ScalingRound[] = [];
  private last = '';

  add(round: ScalingRound): void {
    this.rounds.push(round);
    const [pool] = round.pools;
    if (!pool) return;
    const { load, staff, explanation } = pool;
    const people = '#'.repeat(staff.working) + '+'.repeat(staff.starting + round.started.length);
    const shown = `${load.waiting} waiting  ${load.claimed} worked on  ${(people + '.'.repeat(staff.idle)).padEnd(4)}`;
    if (shown === this.last) return;
    this.last = shown;
    const seconds = (round.at - (this.rounds[0]?.at ?? round.at)) / 1000;
    console.log(`${seconds.toFixed(1).padStart(5)}s  ${shown}  ${explanation}`);
  }

  /** The most workers that were there at once. */
  get most(): number {
    return Math.max(
      ...this.rounds.map(({ pools, started }) => {
        const { starting = 0, idle = 0, working = 0, leaving = 0 } = pools[0]?.staff ?? {};
        return starting + idle + working + leaving + started.length;
      }),
    );
  }
}
