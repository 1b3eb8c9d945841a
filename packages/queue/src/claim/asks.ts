import { type ClaimTasks, checkClaim } from '@agentcoord/core';

/** What one worker asks for, by how many tasks: checked once, so that a waking worker sends at once. */
export class Asks {
  private readonly byCount = new Map<number, ClaimTasks>();

  constructor(private readonly request: ClaimTasks) {}

  /** For so many tasks, 1 to 100. */
  for(limit: number): ClaimTasks {
    let ask = this.byCount.get(limit);
    if (ask === undefined) {
      ask = checkClaim({ ...this.request, limit });
      this.byCount.set(limit, ask);
    }
    return ask;
  }
}
