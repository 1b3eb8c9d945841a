import type { Delivery, InboxMessage, Post, SendReceipt, ThreadSummary } from '@agentcoord/board';
import { printable } from '@agentcoord/core';
import { isoTime } from './iso-times.js';
import type { Paint } from './paint.js';
import { plain, safe } from './plain.js';
import { renderTable } from './table.js';

const KIND_TEXT = { thread: 'opened it', reply: 'replied', resolve: 'resolved it', reopen: 'reopened it' };

export function renderThreads(threads: readonly ThreadSummary[], paint: Paint): Promise<string> {
  return renderTable(
    threads,
    [
      { title: 'THREAD', cell: ({ id }) => id },
      {
        title: 'STATE',
        cell: ({ state }) => state,
        paint: (text, { state }) => (state === 'open' ? text : paint.faint(text)),
      },
      {
        title: 'PRIO',
        cell: ({ priority }) => priority,
        paint: (text, { priority }) => (priority === 'high' ? paint.warning(text) : text),
      },
      { title: 'REPLIES', cell: ({ replies }) => replies, align: 'right' },
      { title: 'BY', cell: ({ author }) => author, maxWidth: 24 },
      { title: 'LAST', cell: ({ lastAt }) => isoTime(lastAt) },
      { title: 'TAGS', cell: ({ tags }) => tags.join(','), maxWidth: 24 },
      { title: 'TITLE', cell: ({ title }) => title, maxWidth: 60 },
    ],
    paint.heading,
  );
}

export interface ThreadPage {
  thread: ThreadSummary;
  posts: readonly Post[];
  /** By the id of the post, where they were asked for. */
  deliveries: Readonly<Record<string, readonly Delivery[]>>;
}

export function renderThread({ thread, posts, deliveries }: ThreadPage, paint: Paint): string {
  const facts = [
    thread.state === 'resolved' ? `resolved by ${thread.resolvedBy ?? '?'}` : 'open',
    `priority ${thread.priority}`,
    ...(thread.tags.length > 0 ? [`tags ${thread.tags.join(', ')}`] : []),
    ...linksOf(thread),
  ];
  return [
    paint.heading(safe(thread.title)),
    plain`${thread.id}  ${facts.join(' · ')}`,
    ...posts.map((post) => `\n${renderPost(post, paint)}${statesOf(deliveries[post.id], paint)}`),
  ].join('\n');
}

function statesOf(deliveries: readonly Delivery[] | undefined, paint: Paint): string {
  const states = deliveries?.map(({ agent, state }) => `${agent} ${state}`).join(', ');
  return states ? `\n${paint.faint(plain`  (${states})`)}` : '';
}

/** A header of ours, then the text of others, each line indented: no text can look like a header. */
export function renderPost(post: Post, paint: Paint): string {
  const { sequence, author, at, kind, to, undelivered, acknowledge } = post;
  const to_ =
    to.length > 0
      ? [`to ${to.slice(0, 8).join(', ')}${to.length > 8 ? ` and ${to.length - 8} more` : ''}`]
      : [];
  const notes = [
    ...to_,
    ...(post.queuedAt === undefined ? [] : [`said ${isoTime(post.queuedAt)}, waited for Redis`]),
    ...(acknowledge ? ['asks for an acknowledgement'] : []),
    ...(post.expiresAt === undefined ? [] : [`expires ${isoTime(post.expiresAt)}`]),
    ...(kind === 'thread' ? [] : linksOf(post)),
    ...undelivered.map(({ recipient, reason }) => `not delivered to ${recipient}: ${reason}`),
  ];
  const head = `${paint.faint(`#${sequence}`)} ${safe(author)} ${KIND_TEXT[kind]}  ${paint.faint(isoTime(at))}`;
  return [head, ...notes.map((note) => paint.faint(plain`  (${note})`)), ...indented(post.message)].join(
    '\n',
  );
}

export function renderInboxMessage(message: InboxMessage, paint: Paint): string {
  const title = message.title === undefined ? '' : plain`  ${message.title}`;
  const state =
    message.acknowledge && message.state !== 'acknowledged' ? paint.warning('acknowledge') : message.state;
  return [`${plain`${message.id}`}  ${state}${title}`, renderPost(message, paint)].join('\n');
}

/** Found posts, one a line. */
export function renderFound(posts: readonly Post[], paint: Paint): Promise<string> {
  return renderTable(
    posts,
    [
      { title: 'THREAD', cell: ({ thread }) => thread },
      { title: 'PLACE', cell: ({ sequence }) => sequence, align: 'right' },
      { title: 'BY', cell: ({ author }) => author, maxWidth: 24 },
      {
        title: 'TEXT',
        cell: ({ title, message }) => [title, message].filter(Boolean).join(': '),
        maxWidth: 80,
      },
    ],
    paint.heading,
  );
}

/** What became of a message that was just sent. */
export function describeReceipt({ id, thread, deliveries, undelivered }: SendReceipt): string {
  const names = deliveries.map(({ agent }) => agent);
  const reached =
    names.length === 0
      ? 'for all to read'
      : `to ${names.slice(0, 8).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''}`;
  const place = thread === id ? '' : ` in ${thread}`;
  return [
    plain`Posted ${id}${place}, ${reached}.`,
    ...undelivered.map(({ recipient, reason }) => plain`NOT delivered to ${recipient}: ${reason}.`),
  ].join('\n');
}

function linksOf({ links = {} }: Pick<Post, 'links'>): string[] {
  const { tasks = [], files = [] } = links;
  return [
    ...(tasks.length > 0 ? [`tasks ${tasks.join(', ')}`] : []),
    ...(files.length > 0 ? [`files ${files.join(', ')}`] : []),
  ];
}

function indented(text: string | undefined): string[] {
  return text === undefined ? [] : [printable(text).replace(/^/gm, '  ')];
}
