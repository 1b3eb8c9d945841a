import { AgentCoordError, formatDuration } from '@agentcoord/core';

/** A signal that fires with its parent, or with `timeout` when the time is over, or when told to. */
export interface RunDeadline {
  readonly signal: AbortSignal;
  /** Ends the run for a reason of its own; the first reason counts. */
  abort(reason: AgentCoordError): void;
  close(): void;
}

export function startDeadline(timeoutMs: number, parent: AbortSignal, doing: string): RunDeadline {
  const controller = new AbortController();
  const onParent = (): void => controller.abort(parent.reason);
  const timer = setTimeout(() => {
    controller.abort(
      new AgentCoordError(
        'timeout',
        `${doing} took longer than ${formatDuration(timeoutMs)} and was stopped.`,
        {
          data: { timeoutMs },
        },
      ),
    );
  }, timeoutMs);
  if (parent.aborted) onParent();
  else parent.addEventListener('abort', onParent, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    close() {
      clearTimeout(timer);
      parent.removeEventListener('abort', onParent);
    },
  };
}
