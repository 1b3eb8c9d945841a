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

/** A first send that has gone out. */
export interface Begun {
  server: string;
  answer: Promise<unknown>;
}

/**
 * The first send, at once where the server is known: what only a call without an answer needs, such as its
 * deadline, is made while the server works.
 */
export function begin(link: Link, course: Course, send: Send): Begun | undefined {
  const server = link.knownServer;
  return server === undefined ? undefined : { server, answer: sent(course, server, send) };
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
  begun?: Begun,
): Promise<Reply> {
  let first = begun;
  for (let tries = 1; ; tries += 1) {
    try {
      const server = first?.server ?? link.knownServer ?? (await deadline.wait(link.server()));
      const answer = first?.answer ?? sent(course, server, send);
      first = undefined;
      const reply = decodeReply(await deadline.wait(answer));
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
function sent(course: Course, server: string, send: Send): Promise<unknown> {
  const mayHaveRun = course.maybeRan;
  course.maybeRan = true;
  return send({ server, mayHaveRun }).then(
    (answer) => {
      course.maybeRan = mayHaveRun;
      return answer;
    },
    (error: unknown) => {
      if (errorClass(error) !== 'unknown') course.maybeRan = mayHaveRun;
      throw error;
    },
  );
}

function isFinal(kind: ErrorClass): boolean {
  return kind === 'configuration' || kind === 'degraded' || kind === 'internal';
}
