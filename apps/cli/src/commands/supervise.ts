import { describeThrown, durationMs } from '@agentcoord/core';
import type { SupervisionEvent } from '@agentcoord/spawner';
import type { CommandCall, DefineCommand } from '../command-context.js';
import { plain } from '../output/plain.js';
import { openSpawner } from '../worker/open-spawner.js';

interface SuperviseOptions {
  untilIdle?: boolean;
  standBy?: boolean | string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Restart the workers of this host by their policies (spawn --restart), whoever spawned them. Of several\n' +
        'that supervise one does it; the others stand by.',
    )
    .option('--until-idle', 'end when no worker with a restart policy is left')
    .option('--stand-by <duration>', 'end when another process still supervises after it (default: never)')
    .option('--no-stand-by', 'end at once when another process supervises')
    .action(handle(superviseWorkers));
};

async function superviseWorkers(call: CommandCall<SuperviseOptions>): Promise<undefined> {
  const { untilIdle, standBy } = call.options;
  if (typeof standBy === 'string') durationMs(standBy, '--stand-by');
  await using spawner = await openSpawner(call);
  const { signal } = call;
  await spawner
    .supervise({ signal, untilIdle, standBy, onEvent: (event) => call.emit(lineOf(event)) })
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  return undefined;
}

function lineOf(event: SupervisionEvent): { data: unknown; text: string } {
  if (event.type === 'supervision-failed') {
    const reason = describeThrown(event.error);
    return { data: { kind: event.type, reason }, text: plain`it did not work and is tried again: ${reason}` };
  }
  const { id, name } = event.worker;
  const data = { kind: event.type, worker: name, id };
  if (event.type === 'worker-waits') {
    return {
      data: { ...data, restartAt: event.restartAt },
      text: plain`${name} ended; it is restarted at ${new Date(event.restartAt).toISOString()}`,
    };
  }
  if (event.type === 'worker-restarted') return { data, text: plain`${name} was restarted` };
  return { data: { ...data, reason: event.reason }, text: plain`${name} is given up: ${event.reason}` };
}
