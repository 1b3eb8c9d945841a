import type { JsonObject, LogEntry, StoredRecord } from '@agentcoord/core';
import { POST_KINDS, type Post, type PostBody, PRIORITIES } from './post.js';

/**
 * A post as it lies in the log. Anybody who can write to the store can append what is no post: such an
 * entry is left out and holds nobody up.
 */
export function readPost(entry: LogEntry): Post | undefined {
  const { id, sequence, at, queuedAt, author = 'unknown', body } = entry;
  if (!isPostBody(body)) return undefined;
  const { asked: _asked, expiresMs, to = [], undelivered = [], acknowledge = false, ...rest } = body;
  return {
    ...rest,
    id,
    sequence,
    author,
    at,
    ...(queuedAt === undefined ? {} : { queuedAt }),
    thread: body.kind === 'thread' ? id : body.thread,
    to,
    undelivered,
    acknowledge,
    ...(expiresMs === undefined ? {} : { expiresAt: at + expiresMs }),
  };
}

/** A post as this package stored it. */
export function postOf(record: StoredRecord): Post {
  return record.value as unknown as Post;
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$/;

function isPostBody(body: JsonObject): body is PostBody {
  const { kind, thread, title, message, priority, to, tags, undelivered, expiresMs } = body;
  const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
  const isList = (value: unknown): boolean => value === undefined || Array.isArray(value);
  return (
    POST_KINDS.some((known) => known === kind) &&
    typeof thread === 'string' &&
    ID.test(thread) &&
    (kind !== 'thread' || typeof title === 'string') &&
    [title, message].every(isText) &&
    [to, tags, undelivered].every(isList) &&
    (priority === undefined || PRIORITIES.some((known) => known === priority)) &&
    (expiresMs === undefined || typeof expiresMs === 'number')
  );
}
