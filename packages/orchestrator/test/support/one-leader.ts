import type { SeenRound } from './open-scaling.js';

/** Of the rounds of all processes: whoever acts later has a fence that is not lower, and a fence has one leader. */
export function oneLeaderAtATime(rounds: readonly SeenRound[]): boolean {
  const led = rounds.filter(({ role }) => role === 'leader').sort((a, b) => a.at - b.at);
  const leaders = new Map<number, number>();
  let highest = 0;
  for (const { fence = 0, pid } of led) {
    if (fence < highest || (leaders.get(fence) ?? pid) !== pid) return false;
    highest = fence;
    leaders.set(fence, pid);
  }
  return true;
}
