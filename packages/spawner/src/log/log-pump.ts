import type { ContainerLog } from '../docker/container-log.js';

/** What a pump is told, as JSON in its environment. */
export interface PumpOrder {
  logFile: string;
  /** A file grows to about this; a line is never cut. */
  maxBytes: number;
  /** Older files kept beside it: `.1` is the newest of them. */
  kept: number;
  /** Reads the log of a container instead of its own input, and removes the container when that has ended. */
  container?: { socketPath: string; container: string; folder?: string };
}

/**
 * Writes a worker's output into a file of bounded size, in a process of its own: it outlives the spawner, and
 * no line is lost where one file ends and the next begins, for only one process writes.
 *
 * It is started from its own text, so that it works from every bundle: it may use nothing from outside itself.
 */
export function pumpLog(
  order: PumpOrder,
  readContainerLog: (log: ContainerLog) => Promise<'ended' | 'given-up'>,
): void {
  const fs = process.getBuiltinModule('node:fs');
  const http = process.getBuiltinModule('node:http');
  const { logFile, maxBytes, kept, container } = order;
  // A worker that is asked to end still has something to say; the end of its output is the end of this.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = fs.constants;
  let file: number | undefined;
  let size = 0;
  let rest = Buffer.alloc(0);

  // Nothing that the disk refuses may end this: with it the worker's output would end, and so would the worker.
  const tried = (step: () => void): void => {
    try {
      step();
    } catch {
      // The worker goes on, and what cannot be written is not.
    }
  };
  const open = (): void =>
    tried(() => {
      file = fs.openSync(logFile, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
      size = fs.fstatSync(file).size;
    });
  const close = (): void => {
    const fd = file;
    file = undefined;
    if (fd !== undefined) tried(() => fs.closeSync(fd));
  };
  const turnOver = (): void => {
    close();
    tried(() => {
      for (let number = kept; number >= 1; number -= 1) {
        const from = number === 1 ? logFile : `${logFile}.${number - 1}`;
        if (fs.existsSync(from)) fs.renameSync(from, `${logFile}.${number}`);
      }
    });
    open();
    // It could not be put aside. That it stays small was promised; that all is kept was not.
    const full = file;
    if (full === undefined || size === 0) return;
    tried(() => {
      fs.ftruncateSync(full);
      size = 0;
    });
  };
  const put = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    if (file === undefined) open();
    if (size > 0 && size + bytes.length > maxBytes) turnOver();
    tried(() => {
      for (let from = 0; file !== undefined && from < bytes.length; ) {
        const written = fs.writeSync(file, bytes, from);
        size += written;
        from += written;
      }
    });
  };
  const take = (chunk: Buffer): void => {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = text.lastIndexOf(10) + 1;
    let from = 0;
    while (from < end) {
      // As many whole lines as fit, one at least.
      const window = text.subarray(from, Math.min(end, from + Math.max(1, maxBytes - size)));
      const fits = window.lastIndexOf(10) + 1;
      const until = fits > 0 ? from + fits : text.indexOf(10, from) + 1;
      put(text.subarray(from, until));
      from = until;
    }
    rest = Buffer.from(text.subarray(end));
    // Half a line is written when it is long, or nothing more comes: then it counts as one.
    if (rest.length > 65_536) flush();
  };
  const flush = (): void => {
    put(rest);
    rest = Buffer.alloc(0);
  };

  open();
  if (container === undefined) {
    process.stdin.on('data', take).on('end', flush).on('error', flush);
    return;
  }
  const { socketPath, container: path, folder } = container;
  const waiting = { container: true, launcher: true };
  const remove = (triesLeft: number): void => {
    // Never by force: one that runs after all is left alone.
    http
      .request({ socketPath, method: 'DELETE', path: `${path}?v=1`, agent: false }, (reply) => {
        reply.resume();
        if ((reply.statusCode ?? 0) >= 409 && triesLeft > 0) setTimeout(() => remove(triesLeft - 1), 500);
      })
      .on('error', () => {
        if (triesLeft > 0) setTimeout(() => remove(triesLeft - 1), 500);
      })
      .end();
  };
  const removeIfDone = (): void => {
    if (waiting.container || waiting.launcher) return;
    if (folder !== undefined) tried(() => fs.rmSync(folder, { recursive: true, force: true }));
    remove(5);
  };
  // Closed by the launcher once it knows the exit code, or by its death.
  process.stdin
    .resume()
    .on('error', () => undefined)
    .on('close', () => {
      waiting.launcher = false;
      removeIfDone();
    });
  process.stdout.on('error', () => undefined);
  void readContainerLog({ socketPath, container: path, take }).then((how) => {
    flush();
    // It may run still: what there is of it is for whoever finds the engine again.
    if (how === 'given-up') process.exit();
    waiting.container = false;
    process.stdout.write('.');
    removeIfDone();
  });
}
