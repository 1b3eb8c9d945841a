import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandCall } from '../command-context.js';

/** Longer than the lead of a supervisor that was killed holds: who leads after it lives. */
const STAND_BY = '20s';

/**
 * Starts the process that restarts workers by their policies, and leaves it alone: it ends soon where another
 * one does that on this host, takes over from one that was killed, and ends with the last worker that has a policy.
 */
export async function startSupervisor(call: CommandCall): Promise<void> {
  const { io } = call;
  if (io.program === undefined) return;
  const { configuration } = await call.connect();
  const { logFolder, cwd } = configuration;
  await mkdir(logFolder, { recursive: true, mode: 0o700 });
  const log = await open(join(logFolder, 'supervisor.log'), 'a', 0o600);
  try {
    const child = spawn(
      io.program.command,
      [...io.program.args, 'supervise', '--until-idle', '--stand-by', STAND_BY],
      {
        cwd,
        // All of it: a worker is restarted with the variables it was started with.
        env: { ...io.environment, ...configuration.environment },
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      },
    );
    if (child.pid === undefined) await once(child, 'spawn');
    child.unref();
  } finally {
    await log.close();
  }
}
