/** What a pump is told, as JSON in its environment. */
export interface PumpOrder {
  logFile: string;
  /** A file grows to about this; a line is never cut. */
  maxBytes: number;
  /** Older files kept beside it: `.1` is the newest of them. */
  kept: number;
  /** Reads the log of a container instead of its own input, and removes the container when that has ended. */
  container?: { socketPath: string; logs: string; remove: string; folder?: string };
}

/**
 * Writes a worker's output into a file of bounded size, in a process of its own: it outlives the spawner, and
 * no line is lost where one file ends and the next begins, for only one process writes.
 *
 * It is started from its own text, so that it works from every bundle: it may use nothing from outside itself.
 */
export function pumpLog(order: PumpOrder): void {
  const fs = process.getBuiltinModule('node:fs');
  const http = process.getBuiltinModule('node:http');
  const { logFile, maxBytes, kept, container } = order;
  // A worker that is asked to end still has something to say; the end of its output is the end of this.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = fs.constants;
  const open = () => fs.openSync(logFile, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
  let file = open();
  let size = fs.fstatSync(file).size;
  let rest = Buffer.alloc(0);

  const turnOver = (): void => {
    fs.closeSync(file);
    for (let number = kept; number >= 1; number -= 1) {
      const from = number === 1 ? logFile : `${logFile}.${number - 1}`;
      if (fs.existsSync(from)) fs.renameSync(from, `${logFile}.${number}`);
    }
    file = open();
    size = 0;
  };
  const put = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    if (size > 0 && size + bytes.length > maxBytes) turnOver();
    try {
      size += fs.writeSync(file, bytes);
    } catch {
      // A full disk: the worker goes on, and this is not written.
    }
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

  if (container === undefined) {
    process.stdin.on('data', take).on('end', flush);
    return;
  }
  const { socketPath, logs, remove, folder } = container;
  let frames = Buffer.alloc(0);
  const waiting = { container: true, launcher: true };
  const removeIfDone = (): void => {
    if (waiting.container || waiting.launcher) return;
    if (folder !== undefined) fs.rmSync(folder, { recursive: true, force: true });
    http
      .request({ socketPath, method: 'DELETE', path: remove }, (reply) => reply.resume())
      .on('error', () => undefined)
      .end();
  };
  const ended = (): void => {
    if (!waiting.container) return;
    waiting.container = false;
    flush();
    process.stdout.write('.');
    removeIfDone();
  };
  // Closed by the launcher once it knows the exit code, or by its death.
  process.stdin.resume().on('close', () => {
    waiting.launcher = false;
    removeIfDone();
  });
  process.stdout.on('error', () => undefined);
  http
    .get({ socketPath, path: logs }, (reply) => {
      reply.on('data', (chunk: Buffer) => {
        frames = Buffer.concat([frames, chunk]);
        // Eight bytes: the stream, three zeros, the length (Docker Engine API, "attach").
        while (frames.length >= 8 && frames.length >= 8 + frames.readUInt32BE(4)) {
          const end = 8 + frames.readUInt32BE(4);
          take(frames.subarray(8, end));
          frames = frames.subarray(end);
        }
      });
      reply.on('close', ended);
    })
    .on('error', ended);
}
