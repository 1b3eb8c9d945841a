import type { TaskOutcome } from '@agentcoord/core';

/** What a worker says of its claim, as queues/settle.lua takes it. */
export function outcomeText(outcome: TaskOutcome): string {
  switch (outcome.kind) {
    case 'complete':
      return outcome.result === undefined ? 'complete' : `complete ${JSON.stringify(outcome.result)}`;
    case 'retry':
      return `retry ${outcome.delayMs} ${outcome.error}`;
    case 'bury':
      return `bury ${outcome.error}`;
    case 'release':
      return `release ${outcome.reason ?? ''}`;
  }
}
