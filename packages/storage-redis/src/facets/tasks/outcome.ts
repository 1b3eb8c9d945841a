import type { TaskOutcome } from '@agentcoord/core';

/** What a worker says of its claim, as the arguments of `queues/settle`. */
export function outcomeArguments(outcome: TaskOutcome): {
  kind: TaskOutcome['kind'];
  result?: string;
  message?: string;
  delay?: number;
} {
  switch (outcome.kind) {
    case 'complete':
      return {
        kind: 'complete',
        ...(outcome.result === undefined ? {} : { result: JSON.stringify(outcome.result) }),
      };
    case 'retry':
      return { kind: 'retry', message: outcome.error, delay: outcome.delayMs };
    case 'bury':
      return { kind: 'bury', message: outcome.error };
    case 'release':
      return { kind: 'release', ...(outcome.reason === undefined ? {} : { message: outcome.reason }) };
  }
}
