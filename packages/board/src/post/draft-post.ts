import {
  checkBoolean,
  checkId,
  checkLabels,
  checkList,
  checkOneOf,
  checkText,
  durationMs,
  invalid,
  MAX_MESSAGE_BYTES,
  printable,
} from '@agentcoord/core';
import { type AskedRecipient, checkRecipients } from '../sending/recipient.js';
import { type Links, type PostBody, PRIORITIES } from './post.js';
import type { DirectMessage, MessageInput, ThreadInput } from './post-input.js';

/** A checked message, before its recipients are known. */
export interface Draft {
  /** Only where the caller chose it. */
  ownId?: string;
  /** What two sends with one id must agree on. */
  content: Omit<PostBody, 'thread' | 'kind'>;
  asked: AskedRecipient[];
}

const MAX_TITLE = 200;
const MESSAGE_FIELDS = ['id', 'message', 'to', 'acknowledge', 'expires', 'links'] as const;
const THREAD_FIELDS = [...MESSAGE_FIELDS, 'title', 'priority', 'tags'] as const;

/** @throws `invalid_argument`, `too_large` or `limit_exceeded`, naming the field. */
export function draftThread(input: ThreadInput): Draft {
  const { ownId, content, asked } = draftMessage(input, THREAD_FIELDS);
  const tags = checkLabels(input.tags ?? [], 'tags', 16);
  return {
    ...(ownId === undefined ? {} : { ownId }),
    asked,
    content: {
      title: checkTitle(input.title),
      priority: checkOneOf(input.priority ?? 'normal', 'priority', PRIORITIES),
      ...(tags.length === 0 ? {} : { tags }),
      ...content,
    },
  };
}

/** A thread to somebody: its title is the first line that can be seen, unless it has one. */
export function draftDirect(input: DirectMessage): Draft {
  const { title, ...message } = input;
  checkRecipients(input.to ?? []);
  const text = checkVisible(input.message, 'message', MAX_MESSAGE_BYTES);
  const lines = text.split('\n').map((line) => printable(line, { singleLine: true }).trim());
  const first = lines.find((line) => line !== '') ?? '';
  const short = first.length > MAX_TITLE ? `${first.slice(0, MAX_TITLE - 1).toWellFormed()}…` : first;
  return draftThread({ ...message, title: title ?? short });
}

export function draftReply(input: MessageInput): Draft {
  return draftMessage(input, MESSAGE_FIELDS);
}

/** What people could read of it must not be nothing: a text of invisible characters is empty. */
export function checkVisible(value: unknown, field: string, maxLength: number): string {
  const text = checkText(value, field, { maxLength });
  if (printable(text).trim() === '') throw invalid(field, 'text that can be seen', text);
  return text;
}

function checkTitle(value: unknown): string {
  const title = checkVisible(value, 'title', MAX_TITLE);
  if (/\p{Cc}/u.test(title)) throw invalid('title', 'one line without control characters', title);
  return title;
}

function draftMessage(input: MessageInput, fields: readonly string[]): Draft {
  const unknown = Object.keys(input).find((name) => !fields.includes(name));
  if (unknown !== undefined)
    throw invalid(unknown, `left out: there is no such field here (there are ${fields.join(', ')})`);
  const asked = checkRecipients(input.to);
  const links = checkLinks(input.links);
  const acknowledge = checkBoolean(input.acknowledge ?? false, 'acknowledge');
  const expiresMs = input.expires === undefined ? undefined : durationMs(input.expires, 'expires');
  if (expiresMs === 0) throw invalid('expires', "a time above zero, such as '10m'", input.expires);
  return {
    ...(input.id === undefined ? {} : { ownId: checkId(input.id, 'id') }),
    asked,
    content: {
      message: checkVisible(input.message, 'message', MAX_MESSAGE_BYTES),
      ...(links === undefined ? {} : { links }),
      ...(asked.length === 0 ? {} : { asked: asked.map(({ recipient }) => recipient) }),
      ...(acknowledge ? { acknowledge } : {}),
      ...(expiresMs === undefined ? {} : { expiresMs }),
    },
  };
}

function checkLinks(links: Links | undefined): Links | undefined {
  if (links === undefined) return undefined;
  if (typeof links !== 'object' || links === null)
    throw invalid('links', 'an object of tasks and files', links);
  const tasks = checkList(links.tasks ?? [], 'links.tasks', 20).map((id, index) =>
    checkId(id, `links.tasks[${index}]`),
  );
  const files = checkList(links.files ?? [], 'links.files', 20).map((path, index) =>
    checkVisible(path, `links.files[${index}]`, 500),
  );
  if (tasks.length + files.length === 0) return undefined;
  return { ...(tasks.length === 0 ? {} : { tasks }), ...(files.length === 0 ? {} : { files }) };
}
