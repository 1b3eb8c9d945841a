import { AgentCoordError, pause } from '@agentcoord/core';
import type { Link } from '../connection/link.js';
import { type ErrorClass, errorClass } from '../errors/error-class.js';
import { storageError } from '../errors/storage-error.js';
import { type Deadline, TimeUp } from './deadline.js';
import { decodeReply, type Reply } from './reply.js';

/** One send: to the server of this name; `mayHaveRun` says that an earlier one may have run. */
export type Send = (attempt: { server: string; mayHaveRun: boolean }) => Promise<unknown>;

/** What is known of the sends of one call. */
export interface Course {
  /** A send whose outcome nobody heard. */
  maybeRan: boolean;
  /** What kept it from an answer last. */
  lastError: unknown;
}

/**
 * Sends until there is an answer or no time: every error whose class allows it is met by sending the
 * same again, with full jitter.
 * @throws `TimeUp` when the time is over; `course` then says what is known.
 */
export async function untilAnswered(
  link: Link,
  deadline: Deadline,
  course: Course,
  send: Send,
): Promise<Reply> {
  for (let tries = 1; ; tries += 1) {
    try {
      const server = link.knownServer ?? (await deadline.wait(link.server()));
      const reply = decodeReply(await answerTo(send, { server, deadline, course }));
      if (reply.value.refused !== 'other_server') return reply;
      link.forget(server);
    } catch (error) {
      if (error instanceof TimeUp || AgentCoordError.is(error)) throw error;
      course.lastError = error;
      const kind = errorClass(error);
      if (isFinal(kind)) throw storageError(kind, error, link.place);
      if (kind === 'elsewhere') link.reconnect();
    }
    await deadline.wait(pause(Math.random() * Math.min(200, 5 * 2 ** tries)));
  }
}

/** While it is on its way nobody knows; an answer, also an error of Redis, settles it. */
async function answerTo(
  send: Send,
  { server, deadline, course }: { server: string; deadline: Deadline; course: Course },
): Promise<unknown> {
  const mayHaveRun = course.maybeRan;
  course.maybeRan = true;
  try {
    const answer = await deadline.wait(send({ server, mayHaveRun }));
    course.maybeRan = mayHaveRun;
    return answer;
  } catch (error) {
    // The end of the waiting is no answer, and of class `unknown` as well.
    if (errorClass(error) !== 'unknown') course.maybeRan = mayHaveRun;
    throw error;
  }
}

function isFinal(kind: ErrorClass): boolean {
  return kind === 'configuration' || kind === 'degraded' || kind === 'internal';
}
