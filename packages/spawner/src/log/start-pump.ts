import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readContainerLog } from '../docker/container-log.js';
import { PUMP_OF_VARIABLE } from '../process/family.js';
import { type PumpOrder, pumpLog } from './log-pump.js';
import { openWorkerLog } from './worker-log.js';

export interface Pump {
  process: ChildProcess;
  /** Where the new worker's output begins in the log file. */
  offset: number;
  /** Resolves when all that a container said is written; the container is removed when the pump's input is closed. */
  written: Promise<void>;
  /** Resolves when all that was said is written and the pump is gone. */
  ended: Promise<void>;
}

/** A worker's log is turned over at this size, and so many older ones are kept. */
export interface LogBounds {
  maxBytes: number;
  kept: number;
}

export const DEFAULT_LOG_BOUNDS: LogBounds = { maxBytes: 10 * 1024 * 1024, kept: 3 };

/** Some loaders wrap named functions in a helper that the text of a function does not bring along. */
const READER = readContainerLog.toString();
const SOURCE = `const __name = (value) => value; (${pumpLog.toString()})(JSON.parse(process.env.AGENTCOORD_LOG_PUMP), ${READER})`;

/** Starts the process that writes a worker's log. @throws `spawn_failed` when the log cannot be written. */
export async function startPump(request: {
  spawnId: string;
  logFile: string;
  bounds: LogBounds;
  container?: PumpOrder['container'];
}): Promise<Pump> {
  const { spawnId, logFile, bounds, container } = request;
  const { file, offset } = await openWorkerLog(logFile, bounds.maxBytes, bounds.kept);
  await file.close();
  const order: PumpOrder = { logFile, ...bounds, ...(container ? { container } : {}) };
  const child = spawn(process.execPath, ['--max-old-space-size=32', '-e', SOURCE], {
    detached: true,
    cwd: '/',
    env: { AGENTCOORD_LOG_PUMP: JSON.stringify(order), [PUMP_OF_VARIABLE]: spawnId },
    stdio: ['pipe', container ? 'pipe' : 'ignore', 'ignore'],
  });
  const ended = once(child, 'exit').then(
    () => undefined,
    () => undefined,
  );
  if (child.pid === undefined) await once(child, 'spawn');
  const written = child.stdout ? once(child.stdout, 'data').then(() => undefined) : ended;
  for (const stream of [child, ...(container ? [child.stdin, child.stdout] : [])]) unref(stream);
  return { process: child, offset, ended, written: Promise.race([written.catch(() => undefined), ended]) };
}

/** The streams of a child are sockets, which its types do not say. */
function unref(stream: unknown): void {
  (stream as { unref?: () => void } | null)?.unref?.();
}
