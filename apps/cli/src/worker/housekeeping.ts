import type { CoordinationClient } from '@agentcoord/client';
import type { Logger } from '@agentcoord/llm-worker';

/**
 * What somebody has to do for all agents, done beside the work of every worker: what a dead agent held is
 * freed, and the audit log is sealed (by one of all workers at a time). Both are safe to be done by many,
 * and both go on over a store that is away. Ends when it is disposed of.
 */
export function keepHouse(client: CoordinationClient, logger: Logger): AsyncDisposable {
  const ending = new AbortController();
  const { signal } = ending;
  const onError =
    (chore: string) =>
    (error: unknown): void =>
      logger.debug(`${chore} failed; it is tried again`, {
        reason: error instanceof Error ? error.message : String(error),
      });
  const chores = [
    client.registry.keepReaping({
      by: client.identity,
      signal,
      onReport: ({ reaped }) => {
        for (const { name } of reaped) logger.warn('a dead agent was reaped', { agent: name });
      },
      onError: onError('reaping'),
    }),
    client.audit.keep({ signal, onError: onError('sealing the audit log') }),
  ];
  return {
    async [Symbol.asyncDispose]() {
      ending.abort();
      await Promise.allSettled(chores);
    },
  };
}
