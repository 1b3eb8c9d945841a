import { AgentCoordError, type CallOptions, type GateRefusal, notOwner, pause } from '@agentcoord/core';
import type { Known } from '../connection/adoption.js';
import { forgottenGate, refusalOf } from '../connection/gate-belief.js';
import type { Link } from '../connection/link.js';
import { type ErrorClass, errorClass } from '../errors/error-class.js';
import { storageError } from '../errors/storage-error.js';
import { admissionOf } from '../scripts/gated.js';
import type { Script } from '../scripts/join-script.js';
import { type Deadline, TimeUp } from './deadline.js';
import { decodeReply, type Reply } from './reply.js';

/** One send: to the server that is known; `mayHaveRun` says that an earlier one may have run. */
export type Send = (attempt: Attempt) => Promise<unknown>;

export interface Attempt {
  known: Known;
  mayHaveRun: boolean;
  /** The gate has not admitted the caller: it only looks. */
  looks: boolean;
}

/** What is known of the sends of one call. */
export interface Course {
  /** The ownership the caller believes in. */
  epoch: number | undefined;
  /** Whether it has run matters to the caller. */
  changes: boolean;
  /** It has an answer for those who are not admitted, too. */
  mayLook: boolean;
  /** A send whose outcome nobody heard. */
  maybeRan: boolean;
  /** The server was not the one that was known, or did not admit the caller. */
  refused: boolean;
  /** What kept it from an answer last. */
  lastError: unknown;
}

export function courseOf(script: Script, { epoch }: CallOptions): Course {
  const mayLook = admissionOf(script) !== 'needed';
  const changes = script.keys.includes('events');
  return { epoch, changes, mayLook, maybeRan: false, refused: false, lastError: undefined };
}

/** A first send that has gone out. */
export interface Begun {
  known: Known;
  answer: Promise<unknown>;
}

/**
 * The first send, at once where the server is known: what only a call without an answer needs, such as its
 * deadline, is made while the server works.
 */
export function begin(link: Link, course: Course, send: Send): Begun | undefined {
  const known = link.knownNow;
  return known === undefined ? undefined : { known, answer: sent(course, known, send) };
}

/**
 * Sends until there is an answer or no time: every error whose class allows it is met by sending the
 * same again, with full jitter.
 * @throws `TimeUp` when the time is over; `course` then says what is known. `not_owner`
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
      const known = first?.known ?? link.knownNow ?? (await deadline.wait(link.server()));
      checkGate(course, known, link);
      const answer = first?.answer ?? sent(course, known, send);
      first = undefined;
      const reply = decodeReply(await deadline.wait(answer));
      const { refused, admits } = reply.value;
      if (refused === 'until' && !course.mayLook)
        throw refusalOfCall(course, { admits: Number(admits), reason: 'until' }, link);
      if (refused !== 'other_server' && refused !== 'until') return reply;
      course.refused = true;
      if (refused === 'other_server') link.forget(known);
    } catch (error) {
      if (error instanceof TimeUp || AgentCoordError.is(error)) throw error;
      course.lastError = error;
      const kind = errorClass(error);
      // What keeps the next send away, such as a password that has just been changed, says nothing of the one before.
      const isUnknown = course.maybeRan && course.changes;
      if (isFinal(kind)) throw storageError(isUnknown ? 'outcome-unknown' : kind, error, link.place);
      if (kind === 'elsewhere') link.reconnect();
    }
    await deadline.wait(pause(Math.random() * Math.min(200, 5 * 2 ** tries)));
  }
}

/** Once a send was refused, what was learned after it says why. Before that every call is sent: what is known may be old. */
function checkGate(course: Course, known: Known, link: Link): void {
  if (!course.refused || course.mayLook || (known.gate === undefined && course.epoch === undefined)) return;
  const refusal = refusalOf(known.gate ?? forgottenGate(known), course.epoch);
  if (refusal) throw refusalOfCall(course, refusal, link);
}

/** "It did not run" is only true where no send before may have. */
function refusalOfCall({ epoch, maybeRan }: Course, refusal: GateRefusal, { place }: Link): AgentCoordError {
  const error = notOwner(refusal, epoch, 'Redis');
  return maybeRan ? storageError('outcome-unknown', error, place) : error;
}

/** While it is on its way nobody knows; an answer, also an error of Redis, settles it. */
function sent(course: Course, known: Known, send: Send): Promise<unknown> {
  const mayHaveRun = course.maybeRan;
  course.maybeRan = true;
  return send({ known, mayHaveRun, looks: course.refused }).then(
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
