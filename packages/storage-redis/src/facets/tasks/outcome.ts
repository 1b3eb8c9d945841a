import type { TaskOutcome } from '@agentcoord/core';

/** What a worker says of its claim, as the arguments of `queues/settle`. */
export function outcomeArguments(outcome: TaskOutcome): {
  kind: TaskOutcome['kind'];
  text?: string;
  delay?: number;
} {
  switch (outcome.kind) {
    case 'complete':
      return {
        kind: 'complete',
        ...(outcome.result === undefined ? {} : { text: JSON.stringify(outcome.result) }),
      };
    case 'retry':
      return { kind: 'retry', text: outcome.error, delay: outcome.delayMs };
    case 'bury':
      return { kind: 'bury', text: outcome.error };
    case 'release':
      return { kind: 'release', ...(outcome.reason === undefined ? {} : { text: outcome.reason }) };
  }
}
