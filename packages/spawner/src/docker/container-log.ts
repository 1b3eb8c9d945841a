/** Which container's log is read, and over which socket. */
export interface ContainerLog {
  socketPath: string;
  /** With the version of the API: `/v1.47/containers/<id>`. */
  container: string;
  take: (chunk: Buffer) => void;
}

/**
 * Reads a container's log until the container has ended, and resolves then; or when there was no engine for an hour, or
 * none when this process was asked to end. A stream that ends proves nothing: the
 * engine is asked, and only a container that it calls ended, or does not know, has ended. Else the log is read on from
 * where it stopped, also after the engine was away.
 *
 * Every entry comes with its time, which is taken off again: by the time of the last one, and by how many of that time
 * were taken, it is known what comes next. An engine that gives no times may repeat what it said.
 *
 * It runs in the process that writes the log, from its own text: it may use nothing from outside itself.
 */
export async function readContainerLog({
  socketPath,
  container,
  take,
}: ContainerLog): Promise<'ended' | 'given-up'> {
  const http = process.getBuiltinModule('node:http');
  const ENDED = ['exited', 'dead', 'removing', 'stopped'];
  const FIRST_PAUSE_MS = 100;
  const LONGEST_PAUSE_MS = 5_000;
  const ANSWER_WITHIN_MS = 10_000;
  /** A stream that never ends, of a container that has. */
  const LOOK_EVERY_MS = 15_000;
  /** An engine that is away for longer does not come back for this. */
  const WITHOUT_ENGINE_MS = 3_600_000;
  const LONGEST_ENTRY = 1 << 24;
  const MOST_UNREAD = 40;

  let asked = false;
  let wake = (): void => undefined;
  // Ends it only where there is no engine to read from any more.
  process.on('SIGTERM', () => {
    asked = true;
    wake();
  });

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  type State = 'running' | 'ended' | 'gone' | 'unknown';
  const look = (): Promise<State> =>
    new Promise((resolve) => {
      const request = http.get(
        { socketPath, path: `${container}/json`, agent: false, timeout: ANSWER_WITHIN_MS },
        (reply) => {
          let text = '';
          reply.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          reply.on('error', () => resolve('unknown'));
          reply.on('close', () => {
            if (!reply.complete) return resolve('unknown');
            const { statusCode } = reply;
            // Podman says 500 of one that it removes at this moment.
            if (statusCode === 404 || (statusCode === 500 && /no such container/i.test(text)))
              return resolve('gone');
            let status: unknown;
            try {
              status = JSON.parse(text)?.State?.Status;
            } catch {
              // Said below.
            }
            if (statusCode !== 200 || typeof status !== 'string' || status === '') return resolve('unknown');
            resolve(ENDED.includes(status) ? 'ended' : 'running');
          });
        },
      );
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve('unknown'));
    });

  /** The time of the last entry that was taken, and how many of that time were. */
  let last = '';
  let ofLast = 0;
  const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) /;
  const secondOf = (time: string): number => {
    const [, second, , zone] = TIME.exec(time) ?? [];
    return Date.parse(`${second}${zone}`) / 1_000;
  };
  const nanosOf = (time: string): number => Number((TIME.exec(time)?.[2] ?? '').padEnd(9, '0').slice(0, 9));
  const isBefore = (time: string, other: string): boolean => {
    const seconds = secondOf(time) - secondOf(other);
    return seconds === 0 ? nanosOf(time) < nanosOf(other) : seconds < 0;
  };

  const read = (follow: boolean): Promise<{ whole: boolean; took: boolean }> =>
    new Promise((resolve) => {
      const from = last;
      let known = from === '' ? 0 : ofLast;
      let frames: Buffer = Buffer.alloc(0);
      let took = false;
      const entry = (payload: Buffer): void => {
        const [time = ''] = TIME.exec(payload.subarray(0, 48).toString('latin1')) ?? [];
        if (time !== '' && from !== '') {
          if (isBefore(time, from)) return;
          if (time === from && known > 0) {
            known -= 1;
            return;
          }
        }
        took = true;
        ofLast = time === last ? ofLast + 1 : 1;
        if (time !== '') last = time;
        take(payload.subarray(time.length));
      };
      // A second earlier, for engines disagree whether the first of it belongs to it.
      const since = from === '' ? '' : `&since=${secondOf(from) - 1}`;
      const path = `${container}/logs?follow=${follow ? 1 : 0}&stdout=1&stderr=1&timestamps=1${since}`;
      const looking = setInterval(() => {
        if (follow)
          void look().then((state) => {
            if (state === 'ended' || state === 'gone') request.destroy();
          });
      }, LOOK_EVERY_MS);
      const over = (whole: boolean): void => {
        clearInterval(looking);
        resolve({ whole, took });
      };
      const request = http.get({ socketPath, path, agent: false }, (reply) => {
        if (reply.statusCode !== 200) reply.destroy();
        reply.on('data', (chunk: Buffer) => {
          frames = frames.length === 0 ? chunk : Buffer.concat([frames, chunk]);
          // Eight bytes: the stream, three zeros, the length (Docker Engine API, "attach").
          while (frames.length >= 8) {
            const length = frames.readUInt32BE(4);
            if (frames.readUInt32BE(0) & 0xfcffffff || length > LONGEST_ENTRY) {
              // No log: what comes after it cannot be told apart.
              frames = Buffer.alloc(0);
              reply.destroy();
              return;
            }
            if (frames.length < 8 + length) return;
            entry(frames.subarray(8, 8 + length));
            frames = frames.subarray(8 + length);
          }
        });
        reply.on('error', () => undefined);
        reply.on('close', () => over(reply.complete && frames.length === 0));
      });
      request.on('error', () => over(false));
    });

  let failures = 0;
  let unread = 0;
  let answeredAt = Date.now();
  for (;;) {
    const state = await look();
    if (state === 'gone') return 'ended';
    if (state === 'unknown') {
      if (asked || Date.now() - answeredAt > WITHOUT_ENGINE_MS) return 'given-up';
    } else {
      answeredAt = Date.now();
      asked = false;
    }
    // An end is read at once; anything else may be an engine in trouble, and all its readers come back at the same time.
    if (failures > (state === 'ended' ? 1 : 0) || state === 'unknown') {
      const bound = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10));
      await pause(bound * (0.5 + Math.random() / 2));
    }
    if (state === 'unknown') {
      failures += 1;
      continue;
    }
    const { whole, took } = await read(state === 'running');
    // Asked before it was read: nothing came after that.
    if (state === 'ended' && whole) return 'ended';
    // Minutes of an engine that answers and gives no log: some are told to keep none.
    unread = state === 'ended' && !took ? unread + 1 : 0;
    if (unread > MOST_UNREAD) return 'ended';
    failures = took ? 1 : failures + 1;
  }
}
